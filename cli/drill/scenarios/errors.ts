import { badRelease } from "./bad-release.ts";

export const errors = badRelease({
  name: "errors",
  title: "A release answers with errors",
  answers: "answer half of its requests with 503",
  disturbance: { kind: "errors", percent: 50 },
  rules: ["errors"],
  budget: { noticedMs: 180_000, backMs: 180_000, lost: null },
});
