import { createHash } from "node:crypto";
import { IS_SOAK, SEED } from "../../setup/test-scope.ts";

export { IS_SOAK, SEED };

/** All cases in a soak; else a fifth of them, the same for the same seed, in their own order. */
export function sampled<T extends string | number>(cases: readonly T[], seed = SEED, isSoak = IS_SOAK): T[] {
  if (isSoak) return [...cases];
  const chance = (one: T) => createHash("sha256").update(`${seed} ${one}`).digest("hex");
  const ranked = cases.toSorted((a, b) => (chance(a) < chance(b) ? -1 : 1));
  const taken = new Set(ranked.slice(0, Math.ceil(cases.length / 5)));
  return cases.filter((one) => taken.has(one));
}
