import type { EdgeRecord } from "../../model/record.ts";
import type { Level, Log } from "../log.ts";
import type { News } from "../notify/event.ts";
import type { Moment } from "./happenings.ts";

export interface TellerArgs {
  log: Log;
  /** Who it is, for the ledger and for people: `agent on prod-a`. */
  name: string;
  /** Unix time in ms. */
  now: () => number;
  /** Has people told of something. */
  tell: (news: News) => void;
}

/** Says what happens, in the agent's log and to people: what stays so from look to look, once. */
export class Teller {
  readonly name: string;
  readonly log: Log;
  readonly now: () => number;
  readonly #tell: (news: News) => void;
  readonly #told = new Set<string>();
  readonly #problems = new Map<string, string>();

  constructor({ log, name, now, tell }: TellerArgs) {
    this.name = name;
    this.log = log;
    this.now = now;
    this.#tell = tell;
  }

  get moment(): Moment {
    return { name: this.name, at: this.now() };
  }

  /** Tells people. */
  tell(news: News): void {
    if (this.#isNew(news.id)) this.#tell(news);
  }

  /** Logs what may be so for a while, once for each change of a service's traffic. */
  logOnce(level: Level, message: string, record: EdgeRecord, fields: Readonly<Record<string, unknown>>): void {
    const { service, generation, canary } = record;
    if (!this.#isNew(`${message} ${service} ${generation} ${canary?.revision ?? 0}`)) return;
    this.log(level, message, { service, ...fields });
  }

  /** Logs what went wrong with a service, once for as long as it stays the same; null where nothing does. */
  logProblem(service: string, problem: string | null): void {
    if (problem === null) return void this.#problems.delete(service);
    if (this.#problems.get(service) !== problem) this.log("error", "a look at a service failed", { service, problem });
    this.#problems.set(service, problem);
  }

  #isNew(what: string): boolean {
    const isNew = !this.#told.has(what);
    this.#told.add(what);
    return isNew;
  }
}
