import { canaryShift } from "../../edge/canary-shift.ts";
import { countsBetween, NO_COUNTS, type CountsByColor } from "../../edge/counts.ts";
import { CLIENTS, renderShare } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { COLORS, type Color } from "../../model/color.ts";
import { BusyError } from "../../model/errors.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import { nextStep } from "../../plan/canary-steps.ts";
import { evaluate } from "../guard/evaluate.ts";
import { keepReading, NO_HISTORY, type History } from "../guard/history.ts";
import { EdgeAwayError, type Link } from "../link.ts";
import type { Level, Log } from "../log.ts";
import type { GuardVerdicts } from "../metrics/take-snapshot.ts";
import type { News } from "../notify/event.ts";
import type { Observation } from "../observer.ts";
import { goBack } from "./go-back.ts";
import { unfitForMore } from "../../edge/unfit-for-more.ts";
import { SeenUp } from "./seen-up.ts";
import { happenings, unfitEvent, heldEvent, rolledBackEvent, rollbackFailedEvent } from "./happenings.ts";
import { loadMemory, saveMemory, type Memory, type ProgressByService } from "./memory.ts";
import { isTimeOver, nextAction } from "./next-action.ts";
import { progressAfter, type Progress } from "./progress.ts";

export interface WatchArgs {
  link: Pick<Link, "session">;
  log: Log;
  /** Who it is, for the ledger: `agent on prod-a`. */
  name: string;
  /** Where it keeps how far it has watched what. */
  file: string;
  /** Unix time in ms. */
  now: () => number;
  /** Has people told of something. */
  tell: (news: News) => void;
}

/** A service as a look finds it. */
interface Seen {
  record: EdgeRecord;
  part: ServicePart | null;
  progress: Progress;
}

/**
 * Carries out what is declared of releases: looks at all services once each time it is called, moves canaries on whose step is over, and
 * takes a release back that its guard finds bad. What it has watched is kept in a file, so that it goes on there after it was killed.
 */
export class Watcher {
  readonly #args: WatchArgs;
  #progress: ProgressByService;
  /** How long nobody had watched when this began; 0 from the first look on. */
  #silentMs: number;
  #history: History = NO_HISTORY;
  #last: Observation | undefined;
  #verdicts: GuardVerdicts = {};
  readonly #told = new Set<string>();
  /** By service, as the last look found it. */
  #records: Memory["records"];
  readonly #said = new Set<string>();
  readonly #problems = new Map<string, string>();
  readonly #seenUp = new Map<string, SeenUp>();

  static async open(args: WatchArgs): Promise<Watcher> {
    const memory = await loadMemory(args.file);
    return new Watcher(args, memory ?? { atMs: args.now(), services: {}, records: {} });
  }

  private constructor(args: WatchArgs, { atMs, services, records }: Memory) {
    this.#args = args;
    this.#progress = services;
    this.#silentMs = args.now() - atMs;
    this.#records = records;
  }

  /** The last verdict of each rule, the worst where one is asked in several ways. */
  get verdicts(): GuardVerdicts {
    return this.#verdicts;
  }

  async look(seen: Observation): Promise<void> {
    const { now, file } = this.#args;
    const nowMs = now();
    const passedMs = this.#last === undefined ? 0 : seen.at - this.#last.at;
    const services = Object.entries(seen.services).flatMap(([service, { record, part }]): Seen[] => {
      if (record === null) return [];
      const counted = this.#counted(record, seen.counts);
      return [{ record, part, progress: progressAfter(this.#progress[service], record, { nowMs, passedMs, counted }) }];
    });
    this.#last = seen;
    this.#history = keepReading(this.#history, { atMs: nowMs, counts: seen.counts });
    this.#progress = Object.fromEntries(services.map(({ record, progress }) => [record.service, progress]));
    this.#verdicts = {};
    for (const service of services) {
      const { record } = service;
      const moment = this.#moment();
      for (const news of happenings(this.#records[record.service], record, moment)) this.#tell(news);
      await this.#attendAlone(service);
    }
    for (const [service, problem] of Object.entries(seen.problems)) this.#logProblem(service, problem);
    this.#silentMs = 0;
    this.#records = Object.fromEntries(services.map(({ record }) => [record.service, record]));
    await saveMemory(file, { atMs: nowMs, services: this.#progress, records: this.#records });
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
      await this.#attend(seen);
      this.#problems.delete(service);
    } catch (error) {
      if (error instanceof EdgeAwayError) throw error;
      this.#logProblem(service, error instanceof Error ? error.message : String(error));
    }
  }

  /** Once, for as long as it stays the same. */
  #logProblem(service: string, problem: string): void {
    if (this.#problems.get(service) !== problem)
      this.#args.log("error", "a look at a service failed", { service, problem });
    this.#problems.set(service, problem);
  }

  async #attend(seen: Seen): Promise<void> {
    const { record, part, progress } = seen;
    const verdicts = await this.#judge(seen);
    const silentMs = this.#silentMs;
    const action = nextAction({
      canary: record.canary,
      progress,
      guard: part?.guard,
      verdicts,
      silentMs,
      nowMs: this.#args.now(),
    });
    try {
      if (action.do === "leave") await this.#leave(seen, action.canary);
      else if (action.do === "step") await this.#goOn(seen, action.reason, verdicts);
      else if (action.do === "back") await this.#goBack(seen, action.why, verdicts);
      else if (action.do === "hold") this.#tell(heldEvent(record, action.why, this.#moment()));
      else if (action.do === "end") this.#end(seen);
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      this.#logOnce("info", "a release waits for a run that holds the environment", record, { error });
    }
  }

  /** What the rules of a service's guard say; none where there is nothing to judge. */
  async #judge({ record, part, progress }: Seen): Promise<GuardVerdict[]> {
    const { service, active, canary } = record;
    const share = canary?.share ?? CLIENTS;
    if (part?.guard === undefined || active === null || progress.isOver || share === 0) return [];
    const session = await this.#args.link.session(service);
    const read = async (color: Color) => [color, await session.readSlots(color)] as const;
    const found = part.guard.failedChecks === null ? {} : Object.fromEntries(await Promise.all(COLORS.map(read)));
    const { sinceMs, hash } = progress;
    const seenUp = this.#seenUp.get(service) ?? new SeenUp();
    this.#seenUp.set(service, seenUp);
    const slots = seenUp.known(hash, found);
    const { replicas, guard } = part;
    const look = { service, active, share, nowMs: this.#args.now(), sinceMs, history: this.#history, replicas, slots };
    const verdicts = evaluate(guard, look);
    this.#verdicts = { ...this.#verdicts, [service]: worstByRule(verdicts) };
    return verdicts;
  }

  async #goOn({ record, part }: Seen, reason: string, verdicts: readonly GuardVerdict[]): Promise<void> {
    const { canary, active, service } = record;
    if (canary === undefined || active === null) return;
    const problem = await unfitForMore(await this.#args.link.session(service), active, part?.replicas ?? 1);
    if (problem !== undefined) return this.#tell(unfitEvent(record, problem, this.#moment()));
    const next = nextStep(canary, this.#args.now());
    const evidence = verdicts.length === 0 ? {} : { verdicts: [...verdicts] };
    const { name, log } = this.#args;
    const session = await this.#args.link.session(record.service);
    const done = await session.shift(canaryShift(record, next, { action: "step", by: name, reason, ...evidence }));
    if ("revision" in done) return; // somebody else was faster; the next look sees what is there
    const share = renderShare(next?.share ?? CLIENTS);
    log("info", "a canary goes on", { service: record.service, share, reason, entry: done.head?.number ?? null });
  }

  async #leave({ record }: Seen, canary: CanaryState): Promise<void> {
    const { name, log } = this.#args;
    const reason = canary.paused?.reason ?? "";
    const session = await this.#args.link.session(record.service);
    await session.shift(canaryShift(record, canary, { action: "silent", by: name, reason }));
    log("warning", "all clients went back, because nothing had watched", { service: record.service });
  }

  async #goBack({ record, part, progress }: Seen, why: GuardVerdict, verdicts: readonly GuardVerdict[]): Promise<void> {
    const { name, log, link, now } = this.#args;
    const { service } = record;
    const { sinceMs } = progress;
    const session = await link.session(service);
    const end = await goBack(session, { record, part, sinceMs, name, why, verdicts, now: now() });
    if (end === "somebody-was-faster") return;
    if ("refused" in end) {
      this.#logOnce("error", "a release is bad, and cannot be taken back", record, { because: end.refused });
      this.#tell(rollbackFailedEvent(record, `${why.text} ${end.refused}`, this.#moment()));
      const isLast = record.canary === undefined && isTimeOver({ canary: undefined, guard: part?.guard, progress });
      if (isLast) this.#end({ record, part, progress }); // a way that opens later is a person's to go
      return;
    }
    log("warning", "a release was taken back", {
      service,
      problem: why.text,
      entry: end.switched.head?.number ?? null,
    });
    if (end.unnoted !== null)
      log("error", "the ledger does not say that it arrived", { service, problem: end.unnoted });
    this.#tell(rolledBackEvent(record, why, this.#moment()));
  }

  #end({ record: { service }, progress }: Seen): void {
    this.#progress = { ...this.#progress, [service]: { ...progress, isOver: true } };
    this.#args.log("info", "a release is watched no more", { service });
  }

  /** What may be so for a while is said once of each change of a service's traffic. */
  #logOnce(level: Level, message: string, record: EdgeRecord, fields: Readonly<Record<string, unknown>>): void {
    const { service, generation, canary } = record;
    const said = `${message} ${service} ${generation} ${canary?.revision ?? 0}`;
    if (this.#said.has(said)) return;
    this.#said.add(said);
    this.#args.log(level, message, { service, ...fields });
  }

  /** What stays so from look to look is told once. */
  #tell(news: News): void {
    if (this.#told.has(news.id)) return;
    this.#told.add(news.id);
    this.#args.tell(news);
  }

  #moment() {
    return { name: this.#args.name, at: this.#args.now() };
  }
}

/** By rule, the worst of what was said of it. */
function worstByRule(verdicts: readonly GuardVerdict[]): GuardVerdicts[string] {
  const mildestFirst = (["pass", "inconclusive", "fail"] as const).flatMap((outcome) =>
    verdicts.filter((verdict) => verdict.outcome === outcome),
  );
  return Object.fromEntries(mildestFirst.map(({ rule, outcome }) => [rule, outcome]));
}
