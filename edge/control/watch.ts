import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import { BusyError, EXIT } from "../../model/errors.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { Mandate } from "./mandate.ts";
import { ControlError } from "./verdict-file.ts";
import { Waiting } from "./waiting.ts";

/** So many looks in a row may come to nothing: a connection may break once. */
const BLIND_LOOKS = 3;

/** A color that serves and is watched. */
export interface Watched {
  service: string;
  group?: string | undefined;
  color: Color;
  version: string;
  /** Number of the switch that it serves by. */
  generation: number;
}

export interface WatchArgs {
  of: Watched;
  /** How long, like "30s". */
  bakeTime: string;
  /** Pause between two looks. */
  pauseMs: number;
  mandate: Pick<Mandate, "isStopRequested">;
  /** What is known of the switch, for whoever stops the run. */
  switched: Partial<Verdict>;
  /** Ends the watch where another service has turned red that moved with this one. */
  signal?: AbortSignal;
  /** Number of the switch that is the last one by now. */
  readGeneration: () => Promise<number>;
  /** What is red now, a few lines for each replica. */
  look: () => Promise<string[]>;
}

/** What ends a watch before its time: something red, in lines for people, or that nobody can look any more. */
export type WatchEnd = { red: string } | { blind: string };

/**
 * Looks again and again until the bake time is over. Returns what turned red, as soon as it does; undefined when nothing did. Throws a BusyError
 * when somebody else switches meanwhile, and a ControlError when the run is asked to stop: the traffic then stays where it is. A run that is just
 * gone is no reason to look away.
 */
export async function watch(args: WatchArgs): Promise<WatchEnd | undefined> {
  const { of, bakeTime, pauseMs, mandate, signal } = args;
  const deadline = performance.now() + durationMs(bakeTime);
  const waiting = new Waiting(of);
  for (let blind = 0; performance.now() < deadline && signal?.aborted !== true;) {
    if (mandate.isStopRequested()) throw stopped(args);
    try {
      assertLast(of, await args.readGeneration());
      const lines = await args.look();
      if (lines.length > 0) return { red: lines.map((line) => `  ${line}`).join("\n") };
      blind = 0;
    } catch (error) {
      if (error instanceof BusyError) throw error;
      blind += 1;
      const why = error instanceof Error ? error.message : String(error);
      if (blind === BLIND_LOOKS) return { blind: why };
    }
    waiting.tell(`${of.color} serves and is watched`, deadline - performance.now());
    await sleep(pauseMs);
  }
  return undefined;
}

/** Why a color should not go on serving, once its watch has ended. */
export function bakeProblem(end: WatchEnd | undefined): { kind: "bake"; text: string } | undefined {
  if (end === undefined) return undefined;
  return { kind: "bake", text: "red" in end ? end.red : `  it can no longer be watched: ${end.blind}` };
}

function assertLast({ service, color, generation }: Watched, found: number): void {
  if (found === generation) return;
  throw new BusyError(
    `${service}: someone switched while ${color} was watched (switch number ${found} after ${generation}). ` +
      "Traffic is where they sent it; run again to go on.",
  );
}

function stopped({ of: { service, color, version }, switched }: WatchArgs): ControlError {
  return new ControlError(
    `${service}: the run was interrupted while ${color} (version ${version}) was watched. Traffic is on ${color} and stays there. ` +
      `Run \`tidegate up\` to watch it again, or go back with \`tidegate rollback ${service}\`.`,
    EXIT.interrupted,
    "interrupted",
    { to: color, ...switched },
  );
}
