import { z } from "zod";
import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import { clearHold } from "../../delivery/clear-hold.ts";
import { rollBack } from "../../delivery/roll-back.ts";
import { ControlError } from "../../edge/control/verdict-file.ts";
import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { colorSchema, type Color } from "../../model/color.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { readChange } from "../../model/change.ts";
import { onlyHost } from "../../model/hosts.ts";
import { headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import type { RunCommandOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";
import { supersede } from "../release/decision-store.ts";
import { defineResult } from "../result/result.ts";
import { headLine } from "../run/ledger-head.ts";
import { runShape, type RunReport } from "../run/run-report.ts";

export interface RollbackOptions extends RunCommandOptions {
  service: string;
  /** Version to go back to. */
  to?: string;
  /** Leave the stack's file and state as they are. */
  trafficOnly: boolean;
}

export const rollbackResult = defineResult("rollback", {
  stack: z.string(),
  service: z.string(),
  moved: z.boolean().describe("Whether traffic was moved; not where the wanted version serves already."),
  from: colorSchema.nullable(),
  to: colorSchema.nullable(),
  version: z.string().nullable().describe("Version that serves now, where traffic was moved to it."),
  switchMs: z.number().nullable().describe("Milliseconds from the first change of a worker's map to the last."),
  ledger: headSchema.nullable().describe("Last entry of the ledger; null where none was written."),
  up: z
    .strictObject({ exitCode: z.int(), ...runShape })
    .nullable()
    .describe("The `up` that brought file and state in line; null where none was run."),
});

/** Moves traffic back first, straight at the edge; then the stack's file says so, and an `up` brings the state in line. */
export async function rollback(options: RollbackOptions): Promise<void> {
  const { service, json } = options;
  const ref = findStack(options.cwd, options.stack);
  const host = onlyHost(readHosts(ref), "a rollback");
  const id = { project: ref.project, stack: ref.stack };
  const change = readChange(process.env, thisUser());
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const done = await rollBack({ id, host, service, wanted: options.to, change }).catch((error: unknown) => {
    const head = error instanceof ControlError ? error.details.ledger : undefined;
    if (head !== undefined) say(headLine(head));
    throw error;
  });
  if (done === null) {
    say(`${service}: version ${options.to ?? ""} serves already. Nothing was changed.`);
    const nothing = { moved: false, from: null, to: null, version: null, switchMs: null, ledger: null, up: null };
    if (json) rollbackResult.print({ stack: ref.stack, service, ...nothing });
    return;
  }
  const { from, to, sealed } = done.target;
  const { version } = sealed.release;
  if (done.end === null) {
    assertMakable(ref, done.target, options);
    // Whoever names it lets it serve again: else the `up` would refuse it.
    if (done.target.isHeld) await clearHold({ id, host, service, change });
    await goBackThroughTheGate(ref, done.target, options);
    return;
  }
  const switchMs = done.end.moved?.tookMs ?? null;
  say(`${service}: traffic moved ${from} → ${to} (version ${version}), switched in ${Math.round(switchMs ?? 0)} ms`);
  const ledger = done.end.head;
  await supersede(ref, service);
  const up = await follow(ref, { service, to }, options, say);
  process.exitCode = up?.exitCode ?? EXIT.done;
  if (ledger !== null) say(headLine(ledger));
  if (json) {
    const told = { service, moved: true, from, to, version, switchMs, ledger, up };
    rollbackResult.print({ stack: ref.stack, ...told }, up?.exitCode);
  }
}

/** Throws an InputError where what served before has to be made again, and no `up` may do so. */
function assertMakable(ref: StackRef, { to, sealed }: RollbackTarget, { service, trafficOnly }: RollbackOptions): void {
  const { version } = sealed.release;
  const gone = `${service}: ${to} is not version ${version} any more, which served before there.`;
  if (trafficOnly) throw new InputError(`${gone} Leave \`--traffic-only\` out: an \`up\` has to make it again first.`);
  if (isInFile(ref, service)) return;
  throw new InputError(
    `${gone} Declare version ${version} in ${to} and activeColor: ${to} in your program, then run \`tidegate up -s ${ref.stack}\`.`,
  );
}

/** For a release whose color has become something else: slower, and an `up` with all that belongs to it. */
async function goBackThroughTheGate(ref: StackRef, target: RollbackTarget, options: RollbackOptions): Promise<void> {
  const { service, json } = options;
  const { from, to, sealed } = target;
  const { version } = sealed.release;
  process.stderr.write(
    `${service}: ${to} is not version ${version} any more, which served before there. It is made again from what the edge ` +
      "remembers, and goes through the gate: this takes longer.\n",
  );
  const { makeAgain } = await import("../release/make-again.ts");
  const { command: _, ...up } = await makeAgain(ref, service, target, options);
  process.exitCode = up.exitCode;
  if (!json) return;
  const cutover = up.verdicts.find(
    (verdict) => verdict.verb === "cutover" && verdict.service === service && verdict.ok,
  );
  const moved = cutover !== undefined;
  const { switchMs } = cutover ?? { switchMs: null };
  const told = { service, moved, from, to, version: moved ? version : null, switchMs, ledger: up.ledger, up };
  rollbackResult.print({ stack: ref.stack, ...told }, up.exitCode);
}

function isInFile(ref: StackRef, service: string): boolean {
  const services = readValue(ref, "tidegate:services");
  return typeof services === "object" && services !== null && Object.hasOwn(services, service);
}

/** Brings file and state in line, unless that is left to a later `up` or is the user's: then null, and what is left is said. */
async function follow(
  ref: StackRef,
  moved: { service: string; to: Color },
  options: RollbackOptions,
  say: (line: string) => void,
): Promise<Omit<RunReport, "command"> | null> {
  const { service, to } = moved;
  const isDeclared = isInFile(ref, service);
  if (isDeclared && !options.trafficOnly) {
    const { bringInLine } = await import("../run/bring-in-line.ts"); // only now: until then every ms counts
    const { command: _, ...report } = await bringInLine(ref, moved, options);
    return report;
  }
  const place = isDeclared ? `Pulumi.${ref.stack}.yaml` : "your program";
  say(
    `File and state of ${ref.stack} are not brought in line yet: set activeColor of ${service} to ${to} in ${place}, ` +
      `then run \`tidegate up -s ${ref.stack}\`.`,
  );
  return null;
}
