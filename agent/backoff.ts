const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** How long to leave something alone that has failed: twice as long after each failure, from 250 ms to 5 s. */
export class Backoff {
  #pauseMs = 0;
  #until = 0;

  /** Ms until the next try, by a clock in ms that only grows; 0 where it may be now. */
  waitMs(now: number): number {
    return Math.max(0, this.#until - now);
  }

  failed(now: number): void {
    this.#pauseMs = Math.min(LONGEST_MS, this.#pauseMs === 0 ? FIRST_MS : this.#pauseMs * 2);
    this.#until = now + this.#pauseMs;
  }

  succeeded(): void {
    this.#pauseMs = 0;
    this.#until = 0;
  }
}
