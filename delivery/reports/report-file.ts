import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { durationMs, renderDuration } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { explainSystemError } from "../../model/system-error.ts";

/** A report of a large monorepo has some megabytes; beyond this it is something else. */
const MAX_BYTES = 64 * 1024 ** 2;
/** Clocks of two machines may differ by so much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** A report that another tool has written. */
export interface ReportFile {
  /** As declared. */
  path: string;
  text: string;
  /** Unix time in milliseconds at which the file was written. */
  writtenAt: number;
}

/** Reads a report of the project's. Throws an InputError where it cannot be read, or is above 64 MiB. */
export function readReport(projectDir: string, path: string): ReportFile {
  const place = resolve(projectDir, path);
  try {
    const { size, mtimeMs } = statSync(place);
    if (size > MAX_BYTES) throw new InputError(`${path}: must be at most 64 MiB, got ${size} bytes. Name a report.`);
    return { path, text: readFileSync(place, "utf8"), writtenAt: mtimeMs };
  } catch (error) {
    throw explainSystemError(error, path) ?? error;
  }
}

/** Reads a report's JSON; throws an InputError for anything else. */
export function parseJsonReport({ path, text }: ReportFile): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InputError(`${path}: is not valid JSON. Have its tool write it again.`, { cause });
  }
}

/**
 * What is wrong with a report's age, as the end of a sentence; undefined where it is young enough. `madeAt` is what the report says of
 * itself, else when its file was written.
 */
export function ageProblem(madeAt: number, { maxAge, now }: { maxAge: string; now: number }): string | undefined {
  const age = now - madeAt;
  if (age < -CLOCK_SKEW_MS) return `is of ${new Date(madeAt).toISOString()}, which is still to come`;
  if (age <= durationMs(maxAge)) return undefined;
  return `is ${renderDuration(Math.floor(age / 60_000) * 60_000)} old, where ${maxAge} is the most`;
}
