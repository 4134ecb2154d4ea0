import { EXIT, TidegateError } from "../../../model/errors.ts";
import { UnsupportedError } from "../unsupported.ts";
import type { Redactor } from "../values/redact.ts";
import { describeUrn } from "./urn.ts";

/** One resource that could not be brought to what the program asks for. */
export interface Failure {
  urn: string;
  message: string;
}

/** A run that ended with failed steps or a failed program. What had been done by then is in the state. */
export class RunFailedError extends TidegateError {
  readonly failures: readonly Failure[];

  constructor(message: string, failures: readonly Failure[], exitCode: number = EXIT.input) {
    super(message, exitCode);
    this.failures = failures;
  }
}

/** A step that was not begun, because another one failed or the run was interrupted. Not a failure of its own. */
export class NotStartedError extends Error {}

/** A mandatory rule refused this resource; the rule's messages were reported already. */
export class RefusedByPolicyError extends Error {}

/** A failure that is in the log already. */
class LoggedError extends Error {}

/** What failed in one run. */
export class FailureLog {
  readonly #redactor: Redactor;
  readonly #failures: Failure[] = [];
  readonly #errors: unknown[] = [];

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  get failures(): readonly Failure[] {
    return this.#failures;
  }

  /** The errors behind the failures, in the same order. */
  get errors(): readonly unknown[] {
    return this.#errors;
  }

  /** Adds an error under the resource's name, once; returns the error to throw on. */
  add(urn: string, error: unknown): Error {
    if (error instanceof LoggedError) return error;
    const text = messageOf(error);
    const subject = describeUrn(urn);
    const isNamed = error instanceof UnsupportedError && text.startsWith(subject);
    const message = this.#redactor.redact(isNamed ? text : `${subject}: ${text}`);
    this.#failures.push({ urn, message });
    this.#errors.push(error);
    return new LoggedError(message, { cause: error });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
