/** Exit codes of `tidegate`; documented in docs/operating.md. */
export const EXIT = {
  done: 0,
  bug: 1,
  input: 2,
  gateRed: 3,
  policy: 4,
  /** Traffic had moved, what came after was red, and it was put back. */
  rolledBack: 5,
  busy: 6,
  /** Ended by Ctrl-C or SIGTERM: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

/** A failure a caller can act on. The message says what is wrong and what to do; anything else thrown is our bug. */
export class TidegateError extends Error {
  readonly exitCode: number;
  /** Pulumi prints errors that carry this mark as their message alone, without a stack trace. */
  readonly __pulumiRunError = true;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.exitCode = exitCode;
  }
}

/** Wrong input: a config key, an option, a host that cannot be reached, a passphrase. Nothing was changed. */
export class InputError extends TidegateError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.input, options);
  }
}

/** Several problems of one input, reported at once; one line each. */
export class ProblemsError extends InputError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** The gate or the verification said no. Traffic is where it was. */
export class GateRedError extends TidegateError {
  constructor(message: string) {
    super(message, EXIT.gateRed);
  }
}

/** Somebody else holds what this run needs, or switched meanwhile. Run again. */
export class BusyError extends TidegateError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.busy, options);
  }
}

/** Another run holds the stack, and this one has not begun: it can wait for its end. */
export class LockedError extends BusyError {}

/** A mandatory policy rule refused the change. */
export class PolicyError extends TidegateError {
  constructor(message: string) {
    super(message, EXIT.policy);
  }
}
