import type { CountsByColor } from "../edge/counts.ts";
import type { EdgeView } from "../edge/session.ts";
import { AGENT_SILENT_MS } from "../model/agent-trouble.ts";
import { EdgeAwayError, type Link } from "./link.ts";
import { SlowReader, type SlowReadings } from "./slow-readings.ts";

export type Watched = Pick<EdgeView, "record" | "part">;

/** What an edge said in one round. */
export interface Observation extends SlowReadings {
  /** When it was complete, in milliseconds by a clock that only grows. */
  at: number;
  /** By service. */
  services: Readonly<Record<string, Watched>>;
  /** Why a service could not be read, by its name. */
  problems: Readonly<Record<string, string>>;
  /** Since the edge's container was started. */
  counts: CountsByColor;
  /** When they were counted, by the clock of `at`: in this round where a service is watched, else 5 s before at most. */
  countedAt: number;
}

export interface ObserverArgs {
  link: Pick<Link, "services" | "session" | "counts" | "ledger" | "gates" | "certificates">;
  /** Milliseconds by a clock that only grows. */
  clock: () => number;
  /** Unix time in milliseconds. */
  now: () => number;
  /** Whether the counters of a service are wanted in each round. */
  isWatched: (seen: Watched) => boolean;
}

const COUNT_EVERY_MS = 5_000;

/** Reads from the edge, once for all who want to know: whoever decides in a round is given what was read, others find the last of it. */
export class Observer {
  readonly #args: ObserverArgs;
  #last: Observation | undefined;
  readonly #slow: SlowReader;
  #ended: { at: number; now: number } | undefined;

  constructor(args: ObserverArgs) {
    this.#args = args;
    this.#slow = new SlowReader(args.link);
  }

  /** Undefined before the first round, and where the edge did not answer in the last one. */
  get last(): Observation | undefined {
    return this.#last;
  }

  /** Unix time in milliseconds at which the last round ended, answered or not; null before the first. */
  get lastRoundAt(): number | null {
    return this.#ended?.now ?? null;
  }

  /** Whether rounds are made: not where one hangs. */
  get isAlive(): boolean {
    return this.#ended !== undefined && this.#args.clock() - this.#ended.at <= AGENT_SILENT_MS;
  }

  /** One round. Throws an EdgeAwayError where nobody listens, and what else a question of it does. */
  async look(): Promise<Observation> {
    try {
      return (this.#last = await this.#read());
    } catch (error) {
      this.#last = undefined;
      throw error;
    } finally {
      this.#ended = { at: this.#args.clock(), now: this.#args.now() };
    }
  }

  async #read(): Promise<Observation> {
    const { link, clock, isWatched } = this.#args;
    const names = await link.services();
    const problems: Record<string, string> = {};
    const seen = await Promise.all(
      names.map(async (name): Promise<[string, Watched]> => {
        try {
          return [name, await (await link.session(name)).look()];
        } catch (error) {
          if (error instanceof EdgeAwayError) throw error;
          problems[name] = error instanceof Error ? error.message : String(error); // the others are to be seen all the same
          return [name, { record: null, part: null }];
        }
      }),
    );
    const counted = await this.#count(seen.some(([, service]) => isWatched(service)));
    const slow = await this.#slow.read(clock());
    return { at: clock(), services: Object.fromEntries(seen), problems, ...counted, ...slow };
  }

  async #count(isWatched: boolean): Promise<Pick<Observation, "counts" | "countedAt">> {
    const { link, clock } = this.#args;
    const last = this.#last;
    if (!isWatched && last !== undefined && clock() - last.countedAt < COUNT_EVERY_MS) {
      return { counts: last.counts, countedAt: last.countedAt };
    }
    const counts = await link.counts();
    return { counts, countedAt: clock() };
  }
}
