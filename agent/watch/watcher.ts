import { countsBetween, NO_COUNTS, type CountsByColor } from "../../edge/counts.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { Standstill } from "../../model/standstill.ts";
import { EdgeAwayError, type Link } from "../link.ts";
import type { GuardVerdicts } from "../metrics/take-snapshot.ts";
import type { Observation } from "../observer.ts";
import { carryOut } from "./carry-out.ts";
import { clockSetBy, type Moments } from "./clock-set.ts";
import { happenings } from "./happenings.ts";
import { Judge, type JudgeArgs } from "./judge.ts";
import { loadMemory, moveMemory, saveMemory, type Memory } from "./memory.ts";
import { isTimeOver, nextAction } from "./next-action.ts";
import { progressAfter } from "./progress.ts";
import type { Seen } from "./seen.ts";
import { standStill, type Obstacle } from "./standstill.ts";
import { Teller, type TellerArgs } from "./teller.ts";

/** How old what is kept may be while nothing is watched; little beside the silence that is told from it. */
const IDLE_SAVE_MS = 10_000;

export interface WatchArgs extends TellerArgs, JudgeArgs {
  /** Where it keeps how far it has watched what. */
  file: string;
}

/**
 * Carries out what is declared of releases: looks at all services once each time it is called, moves canaries on whose step is over, and
 * takes a release back that its guard finds bad. What it has watched is kept in a file, so that it goes on there after it was killed.
 */
export class Watcher {
  readonly #link: Pick<Link, "session">;
  readonly #file: string;
  readonly #teller: Teller;
  readonly #judge: Judge;
  #memory: Memory;
  /** How long nobody had watched when this began; 0 from the first look on. */
  #silentMs: number;
  #last: Observation | undefined;
  #verdicts: GuardVerdicts = {};
  /** Unix time in ms at which the memory was last written. */
  #savedMs = 0;

  static async open(args: WatchArgs): Promise<Watcher> {
    const nowMs = args.now();
    const nothing: Memory = { atMs: nowMs, services: {}, records: {}, replicas: {}, standstills: {} };
    const memory = (await loadMemory(args.file)) ?? nothing;
    // Of a moment that is to come: the clock was set back since.
    return new Watcher(args, moveMemory(memory, Math.min(nowMs - memory.atMs, 0)));
  }

  private constructor({ link, judges, synthetic, file, ...teller }: WatchArgs, memory: Memory) {
    this.#link = link;
    this.#file = file;
    this.#teller = new Teller(teller);
    this.#judge = new Judge({ link, judges, synthetic }, memory.replicas);
    this.#memory = memory;
    this.#silentMs = teller.now() - memory.atMs;
  }

  /** The verdict of each guard rule at the last look, by service. */
  get verdicts(): GuardVerdicts {
    return this.#verdicts;
  }

  /** Releases that stand still, as far as is known, by service. */
  get standstills(): Readonly<Record<string, Standstill>> {
    return this.#memory.standstills;
  }

  async look(observation: Observation): Promise<void> {
    const atMs = this.#teller.now();
    this.#setClock({ nowMs: atMs, steadyMs: observation.at });
    const before = this.#memory;
    const services = this.#seen(observation, atMs);
    const byService = <T>(of: (seen: Seen) => T) =>
      Object.fromEntries(services.map((one) => [one.record.service, of(one)]));
    this.#last = observation;
    this.#judge.read(atMs, observation.counts);
    this.#memory = {
      atMs,
      services: { ...unread(before.services, observation), ...byService(({ progress }) => progress) },
      records: { ...unread(before.records, observation), ...byService(({ record }) => record) },
      replicas: before.replicas,
      standstills: before.standstills,
    };
    for (const seen of services) {
      const { record } = seen;
      for (const news of happenings(before.records[record.service], record, this.#teller.moment))
        this.#teller.tell(news);
      await this.#attendAlone(seen);
    }
    for (const [service, problem] of Object.entries(observation.problems)) this.#teller.logProblem(service, problem);
    this.#silentMs = 0;
    this.#verdicts = this.#judge.verdicts;
    const names = Object.keys(this.#memory.services);
    const standstills = only(names, this.#memory.standstills);
    this.#memory = { ...this.#memory, replicas: only(names, this.#judge.replicasSeen), standstills };
    await this.#save(atMs);
  }

  /** What is remembered stays as long ago as it was, whoever sets the host's clock. */
  #setClock(now: Moments): void {
    if (this.#last === undefined) return;
    const setMs = clockSetBy({ nowMs: this.#memory.atMs, steadyMs: this.#last.at }, now);
    if (setMs === 0) return;
    this.#teller.log("warning", "the clock of the host was set", { byMs: setMs });
    this.#memory = moveMemory(this.#memory, setMs);
    this.#judge.setClock(setMs);
  }

  /** Each look while anything is watched; a disk is not written on all day for the rest. */
  async #save(atMs: number): Promise<void> {
    const isWatching = Object.values(this.#memory.services).some(({ isOver }) => !isOver);
    const sinceMs = atMs - this.#savedMs;
    if (!isWatching && sinceMs >= 0 && sinceMs < IDLE_SAVE_MS) return;
    await saveMemory(this.#file, this.#memory);
    this.#savedMs = atMs;
  }

  #seen({ at, services, counts, ledger }: Observation, nowMs: number): Seen[] {
    const passedMs = this.#last === undefined ? 0 : at - this.#last.at;
    return Object.entries(services).flatMap(([service, { record, part }]) => {
      if (record === null) return [];
      const passed = { nowMs, passedMs, counted: this.#counted(record, counts), wroteMs: ledger?.at ?? null };
      return [{ record, part, progress: progressAfter(this.#memory.services[service], record, passed) }];
    });
  }

  /** What the color that serves got since the last look; nothing where there was none. */
  #counted({ service, active }: EdgeRecord, counts: CountsByColor) {
    if (this.#last === undefined || active === null) return NO_COUNTS;
    const of = (read: CountsByColor) => read[service]?.[active] ?? NO_COUNTS;
    return countsBetween(of(this.#last.counts), of(counts));
  }

  /** What goes wrong with a service is no reason to leave the others alone. */
  async #attendAlone(seen: Seen): Promise<void> {
    const { service } = seen.record;
    try {
      this.#note(seen.record, await this.#attend(seen));
      this.#teller.logProblem(service, null);
    } catch (error) {
      if (error instanceof EdgeAwayError) throw error;
      this.#teller.logProblem(service, error instanceof Error ? error.message : String(error));
    }
  }

  /** Returns what keeps the release from going on, or back. */
  async #attend(seen: Seen): Promise<Obstacle | null> {
    const teller = this.#teller;
    const { record, part, progress } = seen;
    const nowMs = teller.now();
    const verdicts = await this.#judge.judge(seen, nowMs);
    const watched = { canary: record.canary, guard: part?.guard, progress };
    const action = nextAction({ ...watched, verdicts, silentMs: this.#silentMs, nowMs });
    if (action.do === "nothing") return null;
    const means = { session: await this.#link.session(record.service), teller, verdicts };
    const obstacle = await carryOut(action, means, seen);
    const isLost = obstacle?.because === "no-way-back" && record.canary === undefined && isTimeOver(watched);
    if (action.do !== "end" && !isLost) return obstacle;
    this.#end(seen); // a way that opens later is a person's to go
    return null;
  }

  #note(record: EdgeRecord, obstacle: Obstacle | null): void {
    const { [record.service]: before, ...others } = this.#memory.standstills;
    const own = obstacle === null ? {} : { [record.service]: standStill(before, record, obstacle, this.#teller.now()) };
    this.#memory = { ...this.#memory, standstills: { ...others, ...own } };
  }

  #end({ record: { service }, progress }: Seen): void {
    const services = { ...this.#memory.services, [service]: { ...progress, isOver: true } };
    this.#memory = { ...this.#memory, services };
    this.#teller.log("info", "a release is watched no more", { service });
  }
}

/** Of services that could not be read this time, what is known of them. */
function unread<T>(known: Readonly<Record<string, T>>, { problems }: Observation): Record<string, T> {
  return Object.fromEntries(Object.entries(known).filter(([service]) => Object.hasOwn(problems, service)));
}

function only<T>(names: readonly string[], known: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(known).filter(([service]) => names.includes(service)));
}
