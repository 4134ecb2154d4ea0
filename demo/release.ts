import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine/engine.ts";
import type { EngineEvent } from "../engine/events.ts";
import { TidegateError } from "../model/errors.ts";
import { verdictSchema, type Verdict } from "../model/verdict.ts";
import { isWaitingLine } from "../model/waiting-line.ts";
import type { DemoOptions } from "./open-demo.ts";

/** One `up` of the demo: how long it took, and what the cutover said. */
export interface Released {
  totalMs: number;
  /** Null when no cutover ran. */
  verdict: Verdict | null;
  /** Why it failed; null when it did not. */
  error: TidegateError | null;
  /** What the cutover told the operator, line by line. */
  report: string[];
}

const VARIABLE = "TIDEGATE_RESULT_DIR";

/** Runs `up` and reads the verdict of its cutover. A failure the user could act on is a result: the demo ships broken releases. */
export async function release(engine: Engine, options: DemoOptions, refresh = false): Promise<Released> {
  const resultDir = mkdtempSync(join(tmpdir(), "tidegate-demo-"));
  process.env[VARIABLE] = resultDir; // both engines hand it to the commands they run
  const startedMs = performance.now();
  const report: string[] = [];
  let error: TidegateError | null = null;
  try {
    await engine.up({
      onEvent: (event) => {
        report.push(...reportLines(event));
        options.onEvent?.(event);
      },
      signal: options.signal,
      refresh,
      skipPreview: true,
    });
  } catch (caught) {
    if (!(caught instanceof TidegateError) || options.signal.aborted) throw caught;
    error = caught;
  } finally {
    delete process.env[VARIABLE];
  }
  const totalMs = performance.now() - startedMs;
  const verdict = readVerdict(resultDir);
  rmSync(resultDir, { recursive: true });
  return { totalMs, verdict, error, report };
}

function readVerdict(resultDir: string): Verdict | null {
  const file = readdirSync(resultDir).find((name) => name.startsWith("cutover-"));
  return file === undefined ? null : verdictSchema.parse(JSON.parse(readFileSync(join(resultDir, file), "utf8")));
}

/** The lines a cutover prints come as progress of its resource; its last one is for machines, and what it waited for is over. */
function reportLines(event: EngineEvent): string[] {
  if (event.type !== "diagnostic" || event.urn === undefined || !/:cutover$|-cutover$/i.test(event.urn)) return [];
  return event.message
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("{") && !isWaitingLine(line));
}
