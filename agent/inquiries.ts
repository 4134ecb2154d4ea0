/** What came of a question. */
export interface Answer<Said> {
  /** Unix time in ms at which it was asked. */
  atMs: number;
  said: Said;
}

/** A question that is asked again and again. */
export interface Question<Said> {
  /** Asks it once, in a bounded time. */
  ask: () => Promise<Said>;
  /** Time between two times, in ms. */
  everyMs: number;
}

export interface InquiriesArgs<Said> {
  /** Unix time in ms. */
  now: () => number;
  /** What an error comes to: it ends nothing. */
  broken: (error: unknown) => Said;
}

interface Inquiry<Said> {
  /** Unix time in ms. */
  askedMs: number;
  wantedMs: number;
  isAsking: boolean;
  /** The oldest first. */
  answers: readonly Answer<Said>[];
}

/** Longer than any rule looks back. */
const KEPT_MS = 40 * 60_000;

/**
 * Questions that are asked again and again for as long as somebody wants to know, beside the agent's rounds: whoever wants to finds what was
 * answered until then, and waits for nothing. A question is on its way once at most, however long its answer takes.
 */
export class Inquiries<Said> {
  readonly #args: InquiriesArgs<Said>;
  readonly #known = new Map<string, Inquiry<Said>>();

  constructor(args: InquiriesArgs<Said>) {
    this.#args = args;
  }

  /** What was answered of late to the question of that name, the oldest first. Asks again where it is time; takes no time and never throws. */
  about(name: string, question: Question<Said>): readonly Answer<Said>[] {
    const nowMs = this.#args.now();
    this.#forget(nowMs);
    const inquiry = this.#known.get(name) ?? { askedMs: -Infinity, wantedMs: nowMs, isAsking: false, answers: [] };
    this.#known.set(name, inquiry);
    inquiry.wantedMs = nowMs;
    // Also where the clock has gone back for long.
    if (!inquiry.isAsking && Math.abs(nowMs - inquiry.askedMs) >= question.everyMs) {
      void this.#ask(inquiry, question, nowMs);
    }
    return inquiry.answers.filter(({ atMs }) => atMs <= nowMs); // after a clock that has gone back nothing is known of the rest
  }

  async #ask(inquiry: Inquiry<Said>, { ask }: Question<Said>, atMs: number): Promise<void> {
    inquiry.isAsking = true;
    inquiry.askedMs = atMs;
    const said = await ask().catch((error: unknown) => this.#args.broken(error));
    const kept = inquiry.answers.filter((answer) => answer.atMs < atMs && answer.atMs >= atMs - KEPT_MS);
    inquiry.answers = [...kept, { atMs, said }];
    inquiry.isAsking = false;
  }

  /** What is about a release that is gone is not asked any more. */
  #forget(nowMs: number): void {
    for (const [name, { wantedMs }] of this.#known) {
      if (Math.abs(nowMs - wantedMs) > KEPT_MS) this.#known.delete(name);
    }
  }
}
