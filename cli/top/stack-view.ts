import type { StatusReport } from "../status/status-report.ts";

/** How old what is seen of a stack may be: looking at its containers takes the engine longer than reading counters takes the edge. */
const FRESH_MS = 2_000;

/** What is seen of a stack, looked at again in the background. */
export class StackView {
  readonly #look: () => Promise<StatusReport>;
  #report: StatusReport;
  #error: Error | undefined;
  #seenMs = performance.now();
  #isLooking = false;

  constructor(first: StatusReport, look: () => Promise<StatusReport>) {
    this.#report = first;
    this.#look = look;
  }

  /** What was seen last. Throws what went wrong since. */
  see(): StatusReport {
    if (!this.#isLooking && performance.now() - this.#seenMs >= FRESH_MS) void this.#lookAgain();
    if (this.#error !== undefined) throw this.#error;
    return this.#report;
  }

  async #lookAgain(): Promise<void> {
    this.#isLooking = true;
    try {
      this.#report = await this.#look();
      this.#error = undefined;
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
    }
    this.#seenMs = performance.now();
    this.#isLooking = false;
  }
}
