import { expect, test } from "vitest";
import { takeSnapshot } from "../../../../agent/metrics/take-snapshot.ts";
import type { Observation } from "../../../../agent/observer.ts";
import { NO_COUNTS } from "../../../../edge/counts.ts";
import { AGENT_IMAGE_VERSION } from "../../../../model/agent-image.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { beginCanary, pauseCanary } from "../../../../plan/canary-steps.ts";
import { record, release, seal } from "../../edge/observed.ts";
import { IDLE_SERVICE, NOTHING_SEEN } from "./snapshots.ts";

const id = { project: "acme", stack: "prod" };
const sealed = { blue: seal(release("1")), green: seal(release("2")) };
const ledger = { head: { number: 41, hash: "h", waits: false }, broken: null, hasRoom: true, at: 7_000 };
const observed = (services: Observation["services"], more: Partial<Observation> = {}): Observation => ({
  ...{ at: 1, countedAt: 1, services, counts: {}, ledger: null, problems: {}, gates: {}, certificates: {} },
  ...more,
});
const snapshotOf = (observation: Observation | undefined) =>
  takeSnapshot({ id, observation, lastRoundAt: 5_000, verdicts: { shop: { errors: "fail" } } });

test("tells of an edge that does not answer, and of nothing else", () => {
  const agent = { version: AGENT_IMAGE_VERSION, lastRoundAt: 5_000 };
  expect(snapshotOf(undefined)).toEqual({ ...NOTHING_SEEN, agent });
});

test("tells where a service's clients go, with what was counted and judged", () => {
  const counts = { shop: { green: NO_COUNTS } };
  const services = { shop: { record: record({ active: "green", generation: 9, sealed }), part: null } };
  const slow = { ledger, gates: { shop: { window: "pass" as const } }, certificates: { shop: 9_000 } };
  expect(snapshotOf(observed(services, { counts, ...slow }))).toMatchObject({
    ...{ isEdgeUp: true, certificates: { shop: 9_000 } },
    services: {
      shop: {
        ...{ ...IDLE_SERVICE, active: "green", generation: 9, shares: { blue: 0, green: 10_000 } },
        ...{ versions: { blue: "1", green: "2" }, counts: counts.shop, guard: { errors: "fail" } },
        gates: { window: "pass" },
      },
    },
    ledger: { head: { number: 41, at: 7_000 }, hasRoom: true, isIntact: true },
  });
});

test("tells of a canary in steps from 1 on, and of who is held", () => {
  const begun = beginCanary(canarySchema.parse({ steps: "5% 10s, 100%" }), { from: "blue", replicas: 2, now: 3_000 });
  const canary = begun === null ? undefined : pauseCanary(begun, { by: "ada", reason: "x" }, 4_000);
  const hold = { version: "3", color: "green" as const, hash: "h", reason: null, by: "ada", at: 6_000 };
  const shop = { record: { ...record({ active: "green", sealed }), ...(canary && { canary }), hold }, part: null };
  expect(snapshotOf(observed({ shop })).services["shop"]).toMatchObject({
    shares: { blue: 9_500, green: 500 },
    canary: { step: 1, steps: 2, since: 3_000, paused: true },
    hold: { version: "3", at: 6_000 },
  });
});

test("tells nothing of a service that has never served, nor of a ledger without an entry", () => {
  const empty = { head: null, broken: { entry: 1, text: "torn" }, hasRoom: false, at: null };
  expect(snapshotOf(observed({ mail: { record: null, part: null } }, { ledger: empty }))).toMatchObject({
    services: { mail: IDLE_SERVICE },
    ledger: { head: null, hasRoom: false, isIntact: false },
  });
});
