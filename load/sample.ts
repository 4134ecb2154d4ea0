import type { ClientKind } from "./options.ts";

/**
 * Why an answer counts as lost: no connection, connection closed before or within the answer, another status than 2xx,
 * not complete in time, or a body that is not what was asked for.
 */
export type FailureKind = "connect" | "reset" | "truncated" | "status" | "timeout" | "body";

export interface Failure {
  kind: FailureKind;
  detail: string;
}

/** One request, finished or failed. Times are milliseconds of the machine's monotonic clock. */
export interface Sample {
  client: number;
  kind: ClientKind;
  startMs: number;
  /** When the answer's first line came; the version was decided between `startMs` and this. Null when none came. */
  headersMs: number | null;
  endMs: number;
  /** What the answer's `X-Version` says; null when it says nothing. */
  version: string | null;
  failure: Failure | null;
}

/** The monotonic clock, equal in all threads of a machine; `performance.now()` starts anew in each. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
