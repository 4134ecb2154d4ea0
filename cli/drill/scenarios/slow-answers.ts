import { badRelease } from "./bad-release.ts";

export const slowAnswers = badRelease({
  name: "slow-answers",
  title: "A release answers slowly",
  answers: "keep each of its requests back for 1.5s",
  disturbance: { kind: "delay", ms: 1_500 },
  rules: ["p95", "p99"],
  budget: { noticedMs: 240_000, backMs: 240_000, lost: 0 },
});
