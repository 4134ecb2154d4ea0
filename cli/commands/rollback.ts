import { z } from "zod";
import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import { ControlError } from "../../edge/control/verdict-file.ts";
import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { colorSchema, type Color } from "../../model/color.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { readChange } from "../../model/change.ts";
import { headLine, headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import type { RunCommandOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import type { StackPlatform } from "../platform/platform.ts";
import type { WayBack } from "../platform/went-back.ts";
import { findStack } from "../project/find-project.ts";
import { supersede } from "../release/decision-store.ts";
import { defineResult } from "../result/result.ts";
import { runningSchema, tellRunning } from "../rollback/tell-running.ts";
import { runShape, type RunReport } from "../run/run-report.ts";
import { traced } from "../telemetry/traced.ts";

export interface RollbackOptions extends RunCommandOptions {
  service: string;
  /** Version to go back to. */
  to?: string;
  /** Leave the stack's file and state as they are. */
  trafficOnly: boolean;
  /** Leave services where they are that the last switch has moved together with it. */
  alone: boolean;
  /** Number of the switch that is gone back from; whatever the last one is when left out. */
  expected?: number;
}

const shape = {
  stack: z.string(),
  service: z.string(),
  moved: z.boolean().describe("Whether traffic was moved; not where the wanted version serves already."),
  from: colorSchema.nullable(),
  to: colorSchema.nullable(),
  version: z.string().nullable().describe("Version that serves now, where traffic was moved to it."),
  switchMs: z.number().nullable().describe("Milliseconds from the first change of a worker's map to the last."),
  running: runningSchema,
  together: z
    .array(
      z.strictObject({
        ...{ service: z.string(), from: colorSchema, to: colorSchema, version: z.string() },
        running: runningSchema,
      }),
    )
    .describe("Services of its group that went back at the same moment."),
  ledger: headSchema.nullable().describe("Last entry of the ledger; null where none was written."),
  up: z
    .strictObject({ exitCode: z.int(), ...runShape })
    .nullable()
    .describe("The `up` that brought file and state in line; null where none was run."),
};

export const rollbackResult = defineResult("rollback", shape);
/** A release that has some of the traffic so far goes back as one does that has all of it. */
export const canaryAbortResult = defineResult("canary abort", shape);

/** Moves traffic back first, straight at the edge; then the stack's file says so, and an `up` brings the state in line. */
export async function rollback(
  options: RollbackOptions,
  result: Pick<typeof rollbackResult, "print"> = rollbackResult,
): Promise<void> {
  const { service, json, alone, expected } = options;
  const ref = findStack(options.cwd, options.stack);
  const platform = await openPlatform(ref);
  const change = readChange(process.env, thisUser());
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const goBack = () => platform.rollBack({ service, wanted: options.to, alone, expected, change });
  const done = await traced("switch", goBack).catch((error: unknown) => {
    const head = error instanceof ControlError ? error.details.ledger : undefined;
    if (head !== undefined) say(headLine(head));
    throw error;
  });
  if (done === null) {
    say(`${service}: version ${options.to ?? ""} serves already. Nothing was changed.`);
    const nothing = { moved: false, from: null, to: null, version: null, switchMs: null, ledger: null, up: null };
    if (json) result.print({ stack: ref.stack, service, ...nothing, running: null, together: [] });
    return;
  }
  const { first, others } = done;
  if (first.moved === null) {
    assertMakable(ref, first.target, options);
    // Whoever names it lets it serve again: else the `up` would refuse it.
    if (first.target.isHeld) await platform.clearHold(service, change);
    await goBackThroughTheGate(ref, first.target, options, { result, platform });
    return;
  }
  for (const way of [first, ...others]) say(movedLine(way));
  const { head: ledger, switchMs } = first.moved;
  const ways = [first, ...others].map((way) => ({ service: way.service, to: way.target.to }));
  for (const way of ways) await supersede(ref, way.service);
  const running = await tellRunning(platform, first, say);
  const together = [];
  for (const way of others)
    together.push({ service: way.service, ...describe(way), running: await tellRunning(platform, way, say) });
  const up = await follow(platform, ref, ways, options, say);
  process.exitCode = up?.exitCode ?? EXIT.done;
  if (ledger !== null && up === null) say(headLine(ledger)); // else its report has
  if (json) {
    const told = { service, moved: true, ...describe(first), switchMs, running, ledger, up };
    result.print({ stack: ref.stack, ...told, together }, up?.exitCode);
  }
}

function describe({ target }: WayBack): { from: Color; to: Color; version: string } {
  const { from, to, sealed } = target;
  return { from, to, version: sealed.release.version };
}

function movedLine(way: WayBack): string {
  const { from, to, version } = describe(way);
  const ms = Math.round(way.moved?.switchMs ?? 0);
  return `${way.service}: traffic moved ${from} → ${to} (version ${version}), switched in ${ms} ms`;
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
async function goBackThroughTheGate(
  ref: StackRef,
  target: RollbackTarget,
  options: RollbackOptions,
  { result, platform }: { result: Pick<typeof rollbackResult, "print">; platform: StackPlatform },
): Promise<void> {
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
  const cutover = up.verdicts.find(
    (verdict) => verdict.verb === "cutover" && verdict.service === service && verdict.ok,
  );
  const moved = cutover !== undefined;
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const running = moved ? await tellRunning(platform, { service, target }, say) : null;
  if (!json) return;
  const { switchMs } = cutover ?? { switchMs: null };
  const told = { service, moved, from, to, version: moved ? version : null, switchMs, running, ledger: up.ledger, up };
  result.print({ stack: ref.stack, ...told, together: [] }, up.exitCode);
}

function isInFile(ref: StackRef, service: string): boolean {
  const services = readValue(ref, "tidegate:services");
  return typeof services === "object" && services !== null && Object.hasOwn(services, service);
}

/** Brings file and state in line, unless that is left to a later `up` or is the user's: then null, and what is left is said. */
async function follow(
  platform: StackPlatform,
  ref: StackRef,
  ways: readonly { service: string; to: Color }[],
  options: RollbackOptions,
  say: (line: string) => void,
): Promise<Omit<RunReport, "command"> | null> {
  const isDeclared = ways.every(({ service }) => isInFile(ref, service));
  const whyNot = options.trafficOnly ? undefined : await platform.whyNoEngine(options.engine);
  if (isDeclared && !options.trafficOnly && whyNot === undefined) {
    const { bringInLine } = await import("../run/bring-in-line.ts"); // only now: until then every ms counts
    const { command: _, ...report } = await bringInLine(ref, ways, options);
    return report;
  }
  if (whyNot !== undefined) process.stderr.write(`${whyNot}\n`);
  const place = isDeclared ? `Pulumi.${ref.stack}.yaml` : "your program";
  const colors = ways.map(({ service, to }) => `activeColor of ${service} to ${to}`).join(", ");
  say(
    `File and state of ${ref.stack} are not brought in line yet: set ${colors} in ${place}, ` +
      `then run \`tidegate up -s ${ref.stack}\`.`,
  );
  return null;
}
