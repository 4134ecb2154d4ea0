/** Some of a number of things. */
export interface Share {
  count: number;
  of: number;
  /** From 0 to 1; null where there is nothing to have a share of. */
  ratio: number | null;
}

export function shareOf(count: number, of: number): Share {
  return { count, of, ratio: of === 0 ? null : count / of };
}
