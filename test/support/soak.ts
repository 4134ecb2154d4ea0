import { createHash } from "node:crypto";

/** Whether `npm run test:soak` asks for everything, and not only for what the time of `npm test` allows. */
export const IS_SOAK = process.env["TIDEGATE_TEST_SOAK"] === "1";

/** Which sample of a matrix is taken: another one each day, or the one that a failed run has named. */
export const SEED = process.env["TIDEGATE_TEST_SEED"] ?? new Date().toISOString().slice(0, 10);

/** All cases in a soak; else a fifth of them, the same for the same seed, in their own order. */
export function sampled<T extends string | number>(cases: readonly T[], seed = SEED, isSoak = IS_SOAK): T[] {
  if (isSoak) return [...cases];
  const chance = (one: T) => createHash("sha256").update(`${seed} ${one}`).digest("hex");
  const ranked = cases.toSorted((a, b) => (chance(a) < chance(b) ? -1 : 1));
  const taken = new Set(ranked.slice(0, Math.ceil(cases.length / 5)));
  return cases.filter((one) => taken.has(one));
}
