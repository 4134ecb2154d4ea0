import { EXIT, PolicyError, TidegateError } from "../../../model/errors.ts";
import { type FailureLog, RefusedByPolicyError, RunFailedError } from "./failures.ts";

/** Throws what a run that did not succeed is about; returns when everything was done. */
export function assertDone({ failures, errors }: FailureLog, signal: AbortSignal | undefined): void {
  if (failures.length === 0) {
    if (signal?.aborted !== true) return;
    throw new RunFailedError("Interrupted. What was in hand was finished and recorded; run again to do the rest.", []);
  }
  const message = failures.map((failure) => failure.message).join("\n");
  if (errors.every((error) => error instanceof RefusedByPolicyError)) throw new PolicyError(message);
  const known = errors.find((error) => error instanceof TidegateError);
  throw new RunFailedError(message, failures, known?.exitCode ?? EXIT.input);
}
