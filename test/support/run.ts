import type { EngineEvent } from "../../engine/events.ts";
import type { RunReport } from "../../cli/run/execute.ts";
import type { Ran } from "./run-process.ts";

/** A run of `up`, `preview`, `refresh` or `destroy` with `--json`: its events and its report. */
export interface Run {
  ran: Ran;
  events: EngineEvent[];
  /** Null when the process ended without one: killed, or refused before it began. */
  report: RunReport | null;
  /** Everything it said in words: diagnostics, its error, and standard error. */
  text: string;
}

/** Reads what a run printed; every line of standard output is JSON. */
export function readRun(ran: Ran): Run {
  const lines = ran.stdout.split("\n").flatMap((line) => parseLine(line));
  const events = lines.filter((line): line is EngineEvent => line.type !== "result" && line.type !== "error");
  const report = lines.find((line): line is RunReport => line.type === "result") ?? null;
  const said = events.flatMap((event) =>
    event.type === "diagnostic" || event.type === "step-failed" || event.type === "policy" ? [event.message] : [],
  );
  return { ran, events, report, text: [...said, report?.error, report?.next, ran.stderr].join("\n") };
}

/** Operations of the last phase that touched something: `{}` for a run without changes. */
export function changesOf(run: Run): Record<string, number> {
  const changes = Object.entries(run.report?.changes ?? {}).filter(([op]) => op !== "same" && op !== "read");
  return Object.fromEntries(changes);
}

function parseLine(line: string): { type: string }[] {
  if (!line.startsWith("{")) return [];
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value ? [value as { type: string }] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return []; // the process was killed within a line
    throw error;
  }
}
