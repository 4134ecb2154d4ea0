/** Chance, per release and over all its rules, that a color is sent back that is not worse than it may be. */
export const FALSE_ALARM = 0.001;

/** Where a limit may have been passed by chance in 1 of 20 releases, what is seen is not called good any more. */
export const SUSPICION = 20;

/** How many times as bad as it may be a color is taken to be: the four bets that are made at the same time, a quarter on each. */
export const BETS = [1.25, 2, 5, 20] as const;

const MINUTE_MS = 60_000;
const MOST = 1e100;

/** What a block says: natural logarithm of the likelihood ratio of each of the {@link BETS}. */
export interface Gain {
  fromMs: number;
  logs: readonly number[];
}

export interface Evidence {
  /** At 1 / a, at any look, a false alarm has a chance of at most a. 0 where there is nothing to judge. */
  strength: number;
  /** Since when the blocks speak most strongly (Page 1954, Biometrika 41, 100); undefined where there is nothing to judge. */
  fromMs: number | undefined;
}

/**
 * How strongly blocks speak for a color that is worse than it may be, whoever looks however often.
 *
 * In each block, the ratio of each bet has a mean of at most 1 while the color is no worse than it may be; so has the product of such
 * ratios, their average over the bets, and the sum over several beginnings with weights of 1 together. Such a process ever reaches
 * 1 / a with a probability of at most a (Ville 1939, Étude critique de la notion de collectif; the mixture is that of Robbins 1970,
 * Ann. Math. Statist. 41, 1397; the view as a bet that of Grünwald, de Heide and Koolen 2024, Safe testing, J. R. Stat. Soc. B 86, 1091).
 * A ratio that is cut off at the top keeps a mean of at most 1: none counts for more than `mostOfABlock`, so that a burst of trouble,
 * whose answers are anything but independent, never sends a release back on its own.
 *
 * A new bet begins with each minute k since `sinceMs`, of weight 1 / (k (k + 1)): what has been good for long does not outweigh a
 * defect that comes late. Weights go by the minute, so leaving out the oldest blocks leaves the promise as it is.
 */
export function weigh(gains: readonly Gain[], sinceMs: number, mostOfABlock: number): Evidence {
  const mostLog = Math.log(mostOfABlock);
  let strength = 0;
  let strongest = { log: 0, fromMs: gains[0]?.fromMs };
  for (const bet of BETS.keys()) {
    let sum = 0;
    let minute = 0;
    let run = { log: 0, fromMs: gains[0]?.fromMs };
    for (const { fromMs, logs } of gains) {
      const log = Math.min(logs[bet] ?? 0, mostLog);
      const now = Math.floor((fromMs - sinceMs) / MINUTE_MS) + 1;
      if (now > minute) sum += 1 / (now * (now + 1));
      minute = now;
      if (log !== 0) sum = Math.min(sum * Math.exp(log), MOST);
      run = run.log > 0 ? { log: run.log + log, fromMs: run.fromMs } : { log, fromMs };
    }
    strength += sum / BETS.length;
    if (run.log > strongest.log) strongest = run;
  }
  return { strength, fromMs: strongest.fromMs };
}
