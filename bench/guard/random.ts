/** Numbers from 0 to below 1, the same ones for the same seed: mulberry32 (Tommy Ettinger, public domain). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw of a Poisson count: events of a process at rate 1 until `mean` (Knuth, The Art of Computer Programming 2, 3.4.1). */
export function poisson(random: Random, mean: number): number {
  let count = -1;
  for (let at = 0; at <= mean; count += 1) at -= Math.log(1 - random());
  return count;
}

/** A draw of how many of `of` have something that each has with `probability`, by the gaps between them. */
export function binomial(random: Random, of: number, probability: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return of;
  let count = -1;
  for (let at = 0; at <= of; count += 1) at += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - probability));
  return count;
}
