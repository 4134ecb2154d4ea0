import { z } from "zod";
import { OUTCOMES } from "../../delivery/release/next.ts";
import { connectHosts } from "../../docker/connect.ts";
import { resolveDigest } from "../../docker/images/resolve-digest.ts";
import { acquireLock } from "../../engine/embedded/state/lock.ts";
import { colorSchema } from "../../model/color.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { Observed } from "../../model/observed.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { carryOut } from "../release/carry-out.ts";
import { decide, declaredService } from "../release/decide.ts";
import { releaseLockPath } from "../release/decision-store.ts";
import { releaseSentences } from "../release/release-sentences.ts";
import { signIn } from "../release/sign-in.ts";
import { defineResult } from "../result/result.ts";
import { assertCanAsk } from "../run/confirm.ts";
import { printReport } from "../run/print-report.ts";
import { runShape } from "../run/run-report.ts";
import { runUp } from "../run/run-up.ts";
import { openSession, type Session } from "../run/session.ts";
import { whenFree } from "../run/when-free.ts";

export interface ReleaseOptions extends RunCommandOptions {
  service: string;
  /** With tag or digest. */
  image: string;
  /** Its name; after the image when left out. */
  version?: string;
  skipPreview: boolean;
}

export const releaseResult = defineResult("release", {
  stack: z.string(),
  service: z.string(),
  outcome: z
    .enum(OUTCOMES)
    .nullable()
    .describe("How the release ended; null where it serves already, and where it is not finished."),
  from: colorSchema.nullable(),
  to: colorSchema.nullable().describe("Null where it serves already."),
  version: z.string().nullable().describe("Null where it serves already."),
  image: z.string().describe("With its digest."),
  digest: z.string(),
  up: z
    .strictObject({ exitCode: z.int(), ...runShape })
    .nullable()
    .describe("The `up` that carried it out; null where none was run."),
});

/** Has a service serve a build: digest, stack's file, one `up`, verdict. Where traffic does not move, the file is put back. */
export async function release(options: ReleaseOptions): Promise<void> {
  const { service, stack } = options;
  assertCanAsk("release", stack, options);
  const ref = findStack(options.cwd, stack);
  declaredService(ref, service); // before anything is asked
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const lock = await whenFree({ waitUntilMs: options.waitUntilMs, tell }, () =>
    acquireLock(releaseLockPath(ref), `tidegate release ${service} -s ${stack}`),
  );
  try {
    await releaseIn(await openSession(options, "host"), options);
  } finally {
    await lock.release();
  }
}

async function releaseIn(session: Session, options: ReleaseOptions): Promise<void> {
  const { service, json, version } = options;
  const { ref, engine } = session;
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const { reference, digest } = await resolve(session, options);
  await engine.settleConfig();
  const decided = await decide(await seen(session), { service, image: reference, version }, { commit: false });
  if (decided === null) {
    say(`${service}: ${reference} serves already. Nothing was changed.`);
    const nothing = { outcome: null, from: null, to: null, version: null, image: reference, digest, up: null };
    if (json) releaseResult.print({ stack: ref.stack, service, ...nothing });
    return;
  }
  const { from, to, version: name, image } = decided.decision;
  const isAgain = decided.isTakenUp ? ", which was begun before" : "";
  if (!json) process.stderr.write(`${service}: release ${name} to ${to}, ${image}${isAgain}\n`);
  const display = openDisplay(options);
  const done = await carryOut(ref, decided.decision, {
    up: () => runUp(session, options, display, "release"),
    commit: () => Promise.resolve(),
  });
  const { report } = done;
  const { state } = done.decision;
  const exitCode = report?.exitCode ?? EXIT.done;
  process.exitCode = exitCode;
  if (json) {
    const outcome = state.step === "ended" ? state.outcome : null;
    const up = report === undefined ? null : withoutCommand(report);
    releaseResult.print({ stack: ref.stack, service, outcome, from, to, version: name, image, digest, up }, exitCode);
    return;
  }
  if (report !== undefined) printReport(report, display, { json, said: "release" });
  const out = exitCode === EXIT.done ? process.stdout : process.stderr;
  for (const line of releaseSentences(ref.stack, done)) out.write(`${line}\n`);
}

function withoutCommand<Report extends { command: string }>({
  command: _,
  ...report
}: Report): Omit<Report, "command"> {
  return report;
}

/** The image with its digest; says where the registry could not be asked. */
async function resolve({ ref, hosts }: Session, { image }: ReleaseOptions) {
  const [host] = connectHosts(hosts);
  if (host === undefined) throw new InputError("release: the stack has no host. Name one in `tidegate:host`.");
  const needsNoSignIn = parseImageReference(image)?.digest !== undefined;
  const login = needsNoSignIn ? { username: "", password: "", serveraddress: "" } : await signIn(ref, image);
  const resolved = await resolveDigest(host.docker, image, login);
  if (resolved.registryGone !== undefined) {
    process.stderr.write(
      `note: the registry of ${image} is out of reach (${resolved.registryGone}). The engine got ${resolved.digest} from it under ` +
        "this name, and that is taken.\n",
    );
  }
  return resolved;
}

async function seen(session: Session): Promise<Session & { observed: Observed }> {
  return { ...session, observed: session.observed ?? (await session.observe()) };
}
