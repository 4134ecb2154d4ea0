import { setTimeout as pause } from "node:timers/promises";
import { Client, type Seen } from "./clients.ts";

/** One request of one of the people. */
export interface Visit extends Seen {
  person: number;
  /** Unix time in ms. */
  startMs: number;
  endMs: number;
}

export interface Crowd {
  /** Lets all have their last answer, and says what everybody met. */
  leave(): Promise<Visit[]>;
}

export interface CrowdOptions {
  /** Default 200. */
  people?: number;
  /** Pause of each of them between an answer and the next request. Default 1 s. */
  everyMs?: number;
}

/** People with a browser each, its cookies kept, who go on asking for a page. A request without an answer has status 0. */
export function gatherCrowd(url: string, { people = 200, everyMs = 1_000 }: CrowdOptions = {}): Crowd {
  const visits: Visit[] = [];
  const over = new AbortController();
  const live = async (person: number) => {
    const client = new Client(url);
    await pause((everyMs * person) / people); // not all in the same moment
    while (!over.signal.aborted) {
      const startMs = Date.now();
      const seen = await client.get().catch((): Seen => ({ status: 0, version: undefined }));
      visits.push({ ...seen, person, startMs, endMs: Date.now() });
      await pause(everyMs);
    }
  };
  const lives = Promise.all(Array.from({ length: people }, (_, person) => live(person)));
  return {
    leave: async () => {
      over.abort();
      await lives;
      return visits;
    },
  };
}
