import { z } from "zod";
import { eventLineSchema } from "../../cli/display/event-line.ts";
import { failureSchema } from "../../cli/result/result.ts";
import { RUN_RESULTS, type RunReport } from "../../cli/run/run-report.ts";
import type { EngineEvent } from "../../engine/events.ts";
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

const RESULTS = Object.values(RUN_RESULTS).map(({ schema }) => schema);
const line = z.union([eventLineSchema, ...RESULTS, failureSchema]);

/** Reads what a run printed; every line of standard output is JSON, and as its schema says. */
export function readRun(ran: Ran): Run {
  const lines = ran.stdout.split("\n").flatMap((text) => parseLine(text));
  const events = lines.filter((line): line is EngineEvent => line.type !== "result");
  const result = lines.find((line): line is RunReport & { type: "result" } => line.type === "result");
  const said = events.flatMap((event) =>
    event.type === "diagnostic" || event.type === "step-failed" || event.type === "policy" ? [event.message] : [],
  );
  const report = result !== undefined && "changes" in result ? result : null;
  return { ran, events, report, text: [...said, result?.error, result?.next, ran.stderr].join("\n") };
}

/** Operations of the last phase that touched something: `{}` for a run without changes. */
export function changesOf(run: Run): Record<string, number> {
  const changes = Object.entries(run.report?.changes ?? {}).filter(([op]) => op !== "same" && op !== "read");
  return Object.fromEntries(changes);
}

function parseLine(text: string): { type: string }[] {
  if (!text.startsWith("{")) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return []; // the process was killed within a line
    throw error;
  }
  const parsed = line.safeParse(value);
  if (!parsed.success) throw new Error(`${z.prettifyError(parsed.error)}\nin ${text}`);
  return [value as { type: string }]; // the schema has said so
}
