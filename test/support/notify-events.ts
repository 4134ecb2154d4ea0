import type { EventOf, Events, Kind } from "../../agent/notify/event.ts";

const AT = Date.UTC(2026, 10, 30, 4, 9, 48);
const environment = { project: "webshop", stack: "prod" };
const release = { environment, at: AT, service: "shop", version: "1.5.0" };
const evidence = { rule: "errors", value: "7.2 %", limit: "5 %", window: "2m", samples: 1204 };

/** One of each kind. */
export const EVENTS: { readonly [K in Kind]: EventOf<K> } = {
  "canary-started": { ...release, kind: "canary-started", id: "shop-17-started", share: 500, step: 1, steps: 3 },
  "step-reached": { ...release, kind: "step-reached", id: "shop-17-step-2", share: 3000, step: 2, steps: 3 },
  "canary-paused": { ...release, kind: "canary-paused", id: "shop-17-paused", share: 3000, by: "ada", reason: "lunch" },
  "canary-resumed": { ...release, kind: "canary-resumed", id: "shop-17-resumed", share: 3000, by: "ada", reason: null },
  "canary-aborted": {
    ...release,
    kind: "canary-aborted",
    id: "shop-17-aborted",
    to: "1.4.2",
    by: "ada",
    reason: "wrong prices",
  },
  promoted: { ...release, kind: "promoted", id: "shop-17-promoted" },
  "inconclusive-hold": {
    ...release,
    kind: "inconclusive-hold",
    id: "shop-17-held",
    share: 500,
    rule: "p95",
    problem: "12 samples of 100.",
  },
  "both-colors-bad": { ...release, kind: "both-colors-bad", id: "shop-17-both", share: 500, evidence },
  "rolled-back": { ...release, kind: "rolled-back", id: "shop-17-rolled-back", share: 500, to: "1.4.2", evidence },
  "rollback-failed": {
    ...release,
    kind: "rollback-failed",
    id: "shop-17-stuck",
    to: "1.4.2",
    problem: "the edge does not answer.",
  },
  "agent-back": { environment, at: AT, kind: "agent-back", id: "agent-back-1", since: AT - 90_000 },
  "channel-failed": {
    ...{ environment, at: AT, kind: "channel-failed", id: "channel-failed-slack-1", channel: "slack" },
    problem: "it answered 503",
  },
  "channel-restored": {
    environment,
    at: AT,
    kind: "channel-restored",
    id: "channel-restored-slack-1",
    channel: "slack",
  },
  acknowledged: {
    ...{
      environment,
      at: AT,
      kind: "acknowledged",
      id: "ack-shop-17-rolled-back",
      of: "shop-17-rolled-back",
      by: "ada",
      reason: "the database is back",
    },
  },
  test: { environment, at: AT, kind: "test", id: "test-1", by: "ada" },
};

/** Events of every level, more than one. */
export const SEVERAL: Events = [EVENTS["step-reached"], EVENTS["rolled-back"], EVENTS["inconclusive-hold"]];
