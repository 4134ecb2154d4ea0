import { PLOT, rounded } from "./frame.ts";

/** Where the top of so much lies in a plot whose height is `most`. */
export function heightOf(count: number, most: number): number {
  return rounded(PLOT.bottom - (count / most) * (PLOT.bottom - PLOT.top));
}

/** Counts that a line stands at: no more than five of them, each of a whole number. */
export function heights(most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000].find((one) => most / one <= 5) ?? most;
  return Array.from({ length: Math.floor(most / step) }, (_, index) => (index + 1) * step);
}
