import type { CountsByColor } from "../../edge/counts.ts";
import { CLIENTS } from "../../model/canary.ts";
import { COLORS, type Color } from "../../model/color.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { evaluate } from "../guard/evaluate.ts";
import { keepReading, moveHistory, NO_HISTORY, type History } from "../guard/history.ts";
import type { Link } from "../link.ts";
import type { GuardVerdicts } from "../metrics/take-snapshot.ts";
import type { PromqlJudge } from "../prometheus/open-promql.ts";
import type { Seen } from "./seen.ts";
import { SeenUp } from "./seen-up.ts";

/** Has the guards of all services judge what an edge has counted and Prometheus knows, look after look. */
export class Judge {
  readonly #link: Pick<Link, "session">;
  readonly #promql: PromqlJudge;
  readonly #seenUp = new Map<string, SeenUp>();
  #history: History = NO_HISTORY;
  #verdicts: GuardVerdicts = {};

  constructor(link: Pick<Link, "session">, promql: PromqlJudge) {
    this.#link = link;
    this.#promql = promql;
  }

  /** The last verdict of each rule, the worst where one is asked in several ways. */
  get verdicts(): GuardVerdicts {
    return this.#verdicts;
  }

  /** The host's clock was set ahead by so many ms. */
  setClock(byMs: number): void {
    this.#history = moveHistory(this.#history, byMs);
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
    const slots = guard.failedChecks === null ? {} : await this.#readSlots(service, progress.hash);
    const look = { service, active, share, nowMs, sinceMs: progress.sinceMs };
    const versions = Object.fromEntries(
      COLORS.flatMap((color) => (sealed[color] === null ? [] : [[color, sealed[color].release.version] as const])),
    );
    const verdicts = [
      ...evaluate(guard, { ...look, history: this.#history, replicas, slots }),
      ...this.#promql(guard, { ...look, versions }),
    ];
    this.#verdicts = { ...this.#verdicts, [service]: worstByRule(verdicts) };
    return verdicts;
  }

  async #readSlots(service: string, release: string) {
    const session = await this.#link.session(service);
    const read = async (color: Color) => [color, await session.readSlots(color)] as const;
    const found = Object.fromEntries(await Promise.all(COLORS.map(read)));
    const seenUp = this.#seenUp.get(service) ?? new SeenUp();
    this.#seenUp.set(service, seenUp);
    return seenUp.known(release, found);
  }
}

/** By rule, the worst of what was said of it. */
function worstByRule(verdicts: readonly GuardVerdict[]): GuardVerdicts[string] {
  const mildestFirst = (["pass", "inconclusive", "fail"] as const).flatMap((outcome) =>
    verdicts.filter((verdict) => verdict.outcome === outcome),
  );
  return Object.fromEntries(mildestFirst.map(({ rule, outcome }) => [rule, outcome]));
}
