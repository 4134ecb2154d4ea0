import type { CountsByColor } from "../../edge/counts.ts";
import { CLIENTS } from "../../model/canary.ts";
import { COLORS, type Color } from "../../model/color.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { evaluate } from "../guard/evaluate.ts";
import { keepReading, moveHistory, NO_HISTORY, type History } from "../guard/history.ts";
import { knownSlots, moveReplicas, seeReplicas, type ReplicasSeen, type Slots } from "../guard/replicas-seen.ts";
import type { RuleJudge } from "../guard/rule-judge.ts";
import { thinColors } from "../guard/thin-colors.ts";
import type { Link } from "../link.ts";
import type { GuardVerdicts } from "../metrics/take-snapshot.ts";
import type { SyntheticSender } from "../synthetic/open-synthetic.ts";
import type { Seen } from "./seen.ts";

export interface JudgeArgs {
  link: Pick<Link, "session">;
  /** What judges rules beside those on what the edge has counted. */
  judges: readonly RuleJudge[];
  /** Sends requests in users' stead. */
  synthetic: SyntheticSender;
}

/** Has the guards of all services judge what an edge has counted, and what others know, look after look. */
export class Judge {
  readonly #link: Pick<Link, "session">;
  readonly #others: readonly RuleJudge[];
  readonly #sendSynthetic: SyntheticSender;
  #replicasSeen: Readonly<Record<string, ReplicasSeen>>;
  #history: History = NO_HISTORY;
  #verdicts: GuardVerdicts = {};

  /** `replicasSeen` is what an earlier one has seen of replicas, by service. */
  constructor({ link, judges, synthetic }: JudgeArgs, replicasSeen: Readonly<Record<string, ReplicasSeen>>) {
    this.#link = link;
    this.#others = judges;
    this.#sendSynthetic = synthetic;
    this.#replicasSeen = replicasSeen;
  }

  /** What was seen of the replicas of each service that was judged. */
  get replicasSeen(): Readonly<Record<string, ReplicasSeen>> {
    return this.#replicasSeen;
  }

  /** The last verdict of each rule, the worst where one is asked in several ways. */
  get verdicts(): GuardVerdicts {
    return this.#verdicts;
  }

  /** The host's clock was set ahead by so many ms. */
  setClock(byMs: number): void {
    this.#history = moveHistory(this.#history, byMs);
    this.#replicasSeen = moveReplicas(this.#replicasSeen, byMs);
  }

  /** Takes in what was counted by `atMs`, Unix time in ms: the next verdicts are on it. */
  read(atMs: number, counts: CountsByColor): void {
    this.#history = keepReading(this.#history, { atMs, counts });
    this.#verdicts = {};
  }

  /** What the rules of a service's guard say; none where there is nothing to judge. */
  async judge({ record, part, progress }: Seen, nowMs: number): Promise<GuardVerdict[]> {
    const { service, active, canary, sealed } = record;
    const share = canary?.share ?? CLIENTS;
    if (part?.guard === undefined || active === null || progress.isOver || share === 0) return [];
    const { replicas, guard } = part;
    const asksReplicas = guard.failedChecks !== null || guard.flapping !== null;
    const slots = asksReplicas ? await this.#readSlots(service, progress.hash, nowMs) : {};
    const look = { service, active, share, nowMs, sinceMs: progress.sinceMs };
    const counted = { ...look, history: this.#history, replicas, slots, replicasSeen: this.#replicasSeen[service] };
    if (guard.synthetic !== undefined) {
      const isStepThin = canary !== undefined && progress.answered < canary.minSamples;
      const colors = new Set([...thinColors(guard, counted), ...(isStepThin ? [active] : [])]);
      this.#sendSynthetic(guard.synthetic, { service, active, route: part.route, colors: [...colors] });
    }
    const verdicts = [
      ...evaluate(guard, counted),
      ...this.#others.flatMap((judge) => judge(guard, { ...look, sealed, route: part.route })),
    ];
    this.#verdicts = { ...this.#verdicts, [service]: worstByRule(verdicts) };
    return verdicts;
  }

  async #readSlots(service: string, release: string, nowMs: number): Promise<Slots> {
    const session = await this.#link.session(service);
    const read = async (color: Color) => [color, await session.readSlots(color)] as const;
    const slots: Slots = Object.fromEntries(await Promise.all(COLORS.map(read)));
    const seen = seeReplicas(this.#replicasSeen[service], { release, slots, nowMs });
    this.#replicasSeen = { ...this.#replicasSeen, [service]: seen };
    return knownSlots(slots, seen);
  }
}

/** By rule, the worst of what was said of it. */
function worstByRule(verdicts: readonly GuardVerdict[]): GuardVerdicts[string] {
  const mildestFirst = (["pass", "inconclusive", "fail"] as const).flatMap((outcome) =>
    verdicts.filter((verdict) => verdict.outcome === outcome),
  );
  return Object.fromEntries(mildestFirst.map(({ rule, outcome }) => [rule, outcome]));
}
