import { badRelease } from "./bad-release.ts";

/** What a leak of memory, connections or threads looks like from outside, long before its end. */
export const slowLeak = badRelease({
  name: "slow-leak",
  title: "A release gets slower and slower",
  answers: "keep its requests back by 20ms more with every second, up to 4s",
  disturbance: { kind: "growing-delay", msPerSecond: 20, mostMs: 4_000 },
  rules: ["p95", "p99"],
  budget: { noticedMs: 300_000, backMs: 300_000, lost: 0 },
});
