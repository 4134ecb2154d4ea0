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
import type { Link } from "../link.ts";
import type { Level, Log } from "../log.ts";
import type { GuardVerdicts } from "../metrics/take-snapshot.ts";
import type { News } from "../notify/event.ts";
import type { Observation } from "../observer.ts";
import { goBack } from "./go-back.ts";
import { happenings, heldEvent, rolledBackEvent, rollbackFailedEvent } from "./happenings.ts";
import { loadMemory, saveMemory, type ProgressByService } from "./memory.ts";
import { nextAction } from "./next-action.ts";
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
  readonly #records = new Map<string, EdgeRecord>();
  readonly #said = new Set<string>();

  static async open(args: WatchArgs): Promise<Watcher> {
    const memory = await loadMemory(args.file);
    return new Watcher(args, memory?.services ?? {}, memory === null ? 0 : args.now() - memory.atMs);
  }

  private constructor(args: WatchArgs, progress: ProgressByService, silentMs: number) {
    this.#args = args;
    this.#progress = progress;
    this.#silentMs = silentMs;
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
      for (const news of happenings(this.#records.get(record.service), record, moment)) this.#tell(news);
      this.#records.set(record.service, record);
      await this.#attend(service);
    }
    this.#silentMs = 0;
    await saveMemory(file, { atMs: nowMs, services: this.#progress });
  }

  /** What the color that serves got since the last look; nothing where there was none. */
  #counted({ service, active }: EdgeRecord, counts: CountsByColor) {
    if (this.#last === undefined || active === null) return NO_COUNTS;
    const of = (read: CountsByColor) => read[service]?.[active] ?? NO_COUNTS;
    return countsBetween(of(this.#last.counts), of(counts));
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
    const slots = part.guard.failedChecks === null ? {} : Object.fromEntries(await Promise.all(COLORS.map(read)));
    const { sinceMs } = progress;
    const { replicas, guard } = part;
    const look = { service, active, share, nowMs: this.#args.now(), sinceMs, history: this.#history, replicas, slots };
    const verdicts = evaluate(guard, look);
    this.#verdicts = { ...this.#verdicts, [service]: worstByRule(verdicts) };
    return verdicts;
  }

  async #goOn({ record }: Seen, reason: string, verdicts: readonly GuardVerdict[]): Promise<void> {
    const { canary } = record;
    if (canary === undefined) return;
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

  async #goBack({ record, part }: Seen, why: GuardVerdict, verdicts: readonly GuardVerdict[]): Promise<void> {
    const { name, log, link, now } = this.#args;
    const { service } = record;
    const session = await link.session(service);
    const end = await goBack(session, { record, part, name, why, verdicts, now: now() });
    if (end === "somebody-was-faster") return;
    if ("refused" in end) {
      this.#logOnce("error", "a release is bad, and cannot be taken back", record, { because: end.refused });
      return this.#tell(rollbackFailedEvent(record, `${why.text} ${end.refused}`, this.#moment()));
    }
    log("warning", "a release was taken back", {
      service,
      problem: why.text,
      entry: end.switched.head?.number ?? null,
    });
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
