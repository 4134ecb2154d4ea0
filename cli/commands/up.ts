import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import { endSentences, exitCodeOf } from "../follow/end-words.ts";
import { followOn } from "../follow/follow-on.ts";
import type { FollowedEnd } from "../follow/follow.ts";
import { releasesUnderWay } from "../follow/followed.ts";
import { followedResult } from "../follow/followed-result.ts";
import { hasMark } from "../drill/marks.ts";
import { onlyHost } from "../../model/hosts.ts";
import type { RunCommandOptions } from "../options.ts";
import { hostsFor } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import { assertCanAsk } from "../run/confirm.ts";
import { printReport } from "../run/print-report.ts";
import { runUp } from "../run/run-up.ts";
import { openSession, type Session } from "../run/session.ts";
import { readDeclared } from "../status/read-declared.ts";

export interface UpOptions extends RunCommandOptions {
  skipPreview: boolean;
  /** Wait until every release that is under way has come to its end. */
  follow: boolean;
}

/** Brings the stack up: looks at the host, refreshes when the state is wrong about it, shows what will happen, asks, does. */
export async function up(options: UpOptions): Promise<void> {
  assertCanAsk("up", options.stack, options);
  await putBackDrill(options);
  const session = await openSession(options, "host");
  const display = openDisplay(options);
  const report = await runUp(session, options, display);
  const isFollowed = options.follow && report.exitCode === EXIT.done;
  if (!isFollowed || !options.json) printReport(report, display, options);
  if (!isFollowed) return;
  const ends = await followOn(session, ({ hosts }) => releasesUnderWay(hosts), options);
  const exitCode = exitCodeOf(ends);
  process.exitCode = exitCode;
  if (options.json) printReport({ ...report, exitCode, followed: ends.map(followedResult) }, display, options);
  else for (const end of ends) sayEnd(session, end);
}

function sayEnd({ ref }: Session, end: FollowedEnd): void {
  const out = end.end === "gone over" ? process.stdout : process.stderr;
  for (const line of [...endSentences(ref.stack, end), ...toDeclare(ref, end)]) out.write(`${line}\n`);
}

/** What has to be set in the stack's file, where that sends the traffic to what it came back from. */
function toDeclare(ref: Session["ref"], { release, end, record }: FollowedEnd): string[] {
  const declared = end === "went back" ? readDeclared(ref) : "by the program";
  const active = record?.active ?? null;
  if (typeof declared === "string" || active === null) return [];
  const { service } = release;
  const isBehind = declared[service] !== undefined && declared[service].activeColor !== active;
  return isBehind
    ? [`Set activeColor of ${service} to ${active} in Pulumi.${ref.stack}.yaml before the next \`up\`.`]
    : [];
}

/** What a killed drill left would be taken for what is wanted. */
async function putBackDrill({ cwd, stack, waitUntilMs }: UpOptions): Promise<void> {
  const ref = findStack(cwd, stack);
  if (!hasMark(ref)) return;
  const { putBackLeft } = await import("../drill/put-back.ts");
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  await putBackLeft(ref, onlyHost(hostsFor("drill", ref), "a drill"), { waitUntilMs, tell });
}
