import { failed, type Reading } from "./reading.ts";

/** What Prometheus said to a query. */
export interface Answer {
  /** Unix time in ms at which it was asked. */
  atMs: number;
  reading: Reading;
}

export interface InquiriesArgs {
  /** Puts a query. It takes a bounded time. */
  ask: (query: string) => Promise<Reading>;
  /** Time between two questions, in ms. */
  everyMs: number;
  /** Unix time in ms. */
  now: () => number;
}

interface Inquiry {
  /** Unix time in ms. */
  askedMs: number;
  wantedMs: number;
  isAsking: boolean;
  /** The oldest first. */
  answers: readonly Answer[];
}

/** Longer than any rule looks back. */
const KEPT_MS = 40 * 60_000;

/**
 * Queries that are put again and again for as long as somebody wants to know of them, beside the agent's rounds: whoever asks finds what
 * was answered until then, and waits for nothing. A query is on its way once at most, however long its answer takes.
 */
export class Inquiries {
  readonly #args: InquiriesArgs;
  readonly #known = new Map<string, Inquiry>();

  constructor(args: InquiriesArgs) {
    this.#args = args;
  }

  /** What was answered to a query of late, the oldest first. Puts it again where it is time; takes no time and never throws. */
  about(query: string): readonly Answer[] {
    const nowMs = this.#args.now();
    this.#forget(nowMs);
    const inquiry = this.#known.get(query) ?? { askedMs: -Infinity, wantedMs: nowMs, isAsking: false, answers: [] };
    this.#known.set(query, inquiry);
    inquiry.wantedMs = nowMs;
    // Also where the clock has gone back for long.
    if (!inquiry.isAsking && Math.abs(nowMs - inquiry.askedMs) >= this.#args.everyMs) {
      void this.#put(query, inquiry, nowMs);
    }
    return inquiry.answers.filter(({ atMs }) => atMs <= nowMs); // after a clock that has gone back nothing is known of the rest
  }

  async #put(query: string, inquiry: Inquiry, atMs: number): Promise<void> {
    inquiry.isAsking = true;
    inquiry.askedMs = atMs;
    // What nobody has foreseen is no answer either, and no reason to end the agent.
    const reading = await this.#args.ask(query).catch((error: unknown) => failed(String(error)));
    const kept = inquiry.answers.filter((answer) => answer.atMs < atMs && answer.atMs >= atMs - KEPT_MS);
    inquiry.answers = [...kept, { atMs, reading }];
    inquiry.isAsking = false;
  }

  /** A version that is gone is not asked about any more. */
  #forget(nowMs: number): void {
    for (const [query, { wantedMs }] of this.#known) {
      if (Math.abs(nowMs - wantedMs) > KEPT_MS) this.#known.delete(query);
    }
  }
}
