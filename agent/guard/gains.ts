import { BETS } from "./evidence.ts";

/** Answers, and how many of them are bad. The bad ones may be a fraction: each answer is bad by 0 to 1. */
export interface Tally {
  of: number;
  bad: number;
}

/**
 * What a block says against a share of bad answers of at most `limit`, 0 to 1: for each bet b on a share of b × limit,
 *
 *     bad × ln b − of × limit × (b − 1)
 *
 * the likelihood ratio of two Poisson counts. Its exponential has a mean of at most 1 for independent answers, because b^y ≤ 1 + y (b − 1)
 * for y from 0 to 1, and 1 + x ≤ e^x.
 */
export function gainsOverLimit({ of, bad }: Tally, limit: number): number[] {
  return BETS.map((bet) => bad * Math.log(bet) - of * limit * (bet - 1));
}

/**
 * What a block says against a share of bad answers that is at most `factor` times that of the stable color: of all that is bad, the
 * part that falls to the active color beside the part that would at the limit. With its share s of all answers of the block and
 * q(r) = r s / (1 − s + r s), that is for each bet b
 *
 *     active.bad × ln (q(b factor) / q(factor)) + stable.bad × ln ((1 − q(b factor)) / (1 − q(factor)))
 *
 * the conditional likelihood ratio of two Poisson rates (Przyborowski and Wilenski 1940, Biometrika 31, 313). Its exponential has a mean
 * of at most 1 for independent answers, whatever share both have in common in that block and whatever part of the traffic each
 * gets: for bad shares p and at most factor × p, the mean is at most exp(p × 0), by the two inequalities above. So trouble
 * that both meet at the same time says nothing, and a color without traffic neither.
 */
export function gainsOverOther(active: Tally, stable: Tally, factor: number): number[] {
  const bad = active.bad + stable.bad;
  if (bad === 0) return NOTHING;
  const share = active.of / (active.of + stable.of);
  const scale = (ratio: number) => Math.log1p(share * (ratio - 1));
  return BETS.map((bet) => active.bad * Math.log(bet) + bad * (scale(factor) - scale(bet * factor)));
}

const NOTHING = BETS.map(() => 0);
