import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, TidegateError } from "../../model/errors.ts";
import { headLine, newestHead } from "../../model/ledger-state.ts";
import type { Verdict, VerdictReason } from "../../model/verdict.ts";

/** What a verb that succeeded came to. */
export interface Outcome {
  /** One sentence. */
  message: string;
  /** Printed to stdout: the same whenever the same thing was done, because an engine keeps it in its state. */
  result: object;
  /** What the verdict says beyond that; of a verb for several services one for each. */
  verdicts?: readonly Partial<Verdict>[];
}

/** An error that knows more about its verdict than an exit code says. */
export class ControlError extends TidegateError {
  readonly reason: VerdictReason;
  readonly details: Partial<Verdict>;

  constructor(message: string, exitCode: number, reason: VerdictReason, details: Partial<Verdict> = {}) {
    super(message, exitCode);
    this.reason = reason;
    this.details = details;
  }
}

type Ended = { ok: true; outcome: Outcome } | { ok: false; error: unknown };

/**
 * Leaves the verdicts where the run that started this process looks for it. In a file of its own: a run starts several processes of
 * one verb at the same time, one for each color. Where nobody looks, as under a Pulumi CLI by hand, the operator is told the last entry
 * of the ledger, if one was written.
 */
export function writeVerdict(verb: string, environment: NodeJS.ProcessEnv, ended: Ended): void {
  const folder = environment["TIDEGATE_RESULT_DIR"];
  const verdicts = describe(ended);
  if (folder === undefined) {
    tellHead(verdicts);
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const told of verdicts) {
    const verdict: Verdict = {
      format: 1,
      verb,
      service: environment["TIDEGATE_SERVICE"] ?? null,
      from: null,
      to: null,
      version: environment["TIDEGATE_VERSION"] ?? null,
      switchMs: null,
      switchedAt: null,
      totalMs: Math.round(performance.now()),
      ...told,
    };
    const parts = [verdict.verb, verdict.service, process.pid].filter((part) => part !== null);
    const file = join(folder, `${parts.join("-")}.json`);
    writeFileSync(`${file}.next`, JSON.stringify(verdict));
    renameSync(`${file}.next`, file);
  }
}

function tellHead(verdicts: readonly Told[]): void {
  const head = newestHead(verdicts.flatMap(({ ledger }) => ledger ?? []));
  if (head !== null) process.stderr.write(`${headLine(head)}\n`);
}

type Told = Pick<Verdict, "ok" | "exitCode" | "reason" | "message"> & Partial<Verdict>;

function describe(ended: Ended): Told[] {
  if (!ended.ok) return [describeError(ended.error)];
  const { message, verdicts = [{}] } = ended.outcome;
  return verdicts.map((verdict) => ({ ok: true, exitCode: EXIT.done, reason: null, message, ...verdict }));
}

function describeError(error: unknown): Told {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ControlError) {
    return { ...error.details, ok: false, exitCode: error.exitCode, reason: error.reason, message };
  }
  const exitCode = error instanceof TidegateError ? error.exitCode : EXIT.bug;
  const reason = exitCode === EXIT.input ? "input" : exitCode === EXIT.busy ? "busy" : "bug";
  return { ok: false, exitCode, reason, message };
}
