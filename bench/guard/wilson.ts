/** A share of a number of trials, and where the true one lies with 95 %. */
export interface Estimate {
  count: number;
  of: number;
  low: number;
  high: number;
}

const Z = 1.959964;

/** Wilson's interval (Wilson 1927, J. Am. Stat. Assoc. 22, 209). */
export function wilson(count: number, of: number): Estimate {
  const share = count / of;
  const center = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, low: Math.max(center - half, 0), high: Math.min(center + half, 1) };
}
