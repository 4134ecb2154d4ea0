import { CLIENTS } from "../canary.ts";
import type { CanaryState } from "../canary-state.ts";
import { COLORS, type Color } from "../color.ts";

/** Parts of a service's traffic that the rule gives to the target group of each color. */
export type RuleWeights = Readonly<Record<Color, number>>;

/** As much of a record as a rule follows. */
interface Routed {
  active: Color | null;
  canary?: CanaryState | undefined;
}

const DAY_MS = 24 * 60 * 60_000;
/** Seconds for which a load balancer can keep a client on its target group. Source: `TargetGroupStickinessConfig`. */
const STICKY_SECONDS = { min: 1, max: 7 * 24 * 60 * 60 } as const;

/**
 * Weights of a service's rule, as its record says: whole per cents, or tenths of one where a canary's share is none, to the nearest. A
 * target group takes 999 at most, which nothing but a share of all would be above.
 */
export function ruleWeights({ active, canary }: Routed): RuleWeights {
  const share = canary?.share ?? CLIENTS;
  const whole = share % (CLIENTS / 100) === 0 ? 100 : 1_000;
  const part = Math.round((share / CLIENTS) * whole);
  const of = (color: Color) => (active === null ? 0 : color === active ? part : whole - part);
  return { blue: of("blue"), green: of("green") };
}

/** Whether two rules share traffic out alike, whatever the numbers are that they say it with. */
export function isSameSplit(some: RuleWeights, other: RuleWeights): boolean {
  const [sum, otherSum] = [some, other].map(({ blue, green }) => blue + green);
  if (sum === undefined || otherSum === undefined || sum === 0 || otherSum === 0) return sum === otherSum;
  return COLORS.every((color) => some[color] * otherSum === other[color] * sum);
}

/**
 * For how many seconds a client stays with its color while a canary is under way: as long as all its steps take, a day for one that waits for a
 * person. Null without a canary, and where all clients went back, whom a cookie of their own would keep.
 */
export function stickySeconds(canary: Pick<CanaryState, "steps" | "share"> | undefined): number | null {
  if (canary === undefined || canary.share === 0) return null;
  const ms = canary.steps.reduce((sum, { forMs }) => sum + (forMs ?? DAY_MS), 0);
  return Math.min(Math.max(Math.ceil(ms / 1000), STICKY_SECONDS.min), STICKY_SECONDS.max);
}
