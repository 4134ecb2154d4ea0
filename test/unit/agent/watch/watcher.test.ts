import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { guardSchema } from "../../../../model/guard.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";
import type { ServicePart } from "../../../../model/record.ts";
import { pauseCanary } from "../../../../plan/canary-steps.ts";
import { canaryOf, Edge, SEALED } from "./fake-edge.ts";

let folder: string;
let file: string;
let edge: Edge;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-agent-"));
  file = join(folder, "progress.json");
  edge = new Edge();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Looks once a second, while the new color answers. */
async function pass(look: () => Promise<void>, seconds: number, answers = true): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await look();
    edge.now += 1_000;
    if (answers) edge.requests += 10;
  }
}

const shares = () => edge.shifts.map(({ canary }) => canary?.share ?? "all");

test("goes through the steps, each for its time, and says why", async () => {
  const look = await edge.watch(file);
  await pass(look, 10);
  expect(shares()).toEqual([]);
  await pass(look, 1);
  expect(edge.shifts).toMatchObject([
    {
      ...{ generation: 7, expected: 1, canary: { share: 3_000, step: 1 } },
      facts: {
        ...{ kind: "canary", service: "shop", action: "step", version: "2", by: "agent on a" },
        ...{ share: { before: 500, after: 3_000 }, reason: "5% for 10s, 100 requests answered" },
      },
    },
  ]);
  await pass(look, 30);
  expect(shares()).toEqual([3_000, "all"]);
  expect(edge.shifts[1]?.facts).toMatchObject({
    kind: "verified",
    canary: { share: { before: 3_000, after: 10_000 } },
  });
  expect(edge.told.map(({ kind }) => kind)).toEqual(["step-reached", "promoted"]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    services: { shop: { revision: 0, isOver: true } },
  });
});

test("takes a release back that its guard finds bad, once, and tells people", async () => {
  const guard = guardSchema.parse({ warmUp: "0s" });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart; // nothing else of it is asked
  edge.record = { ...edge.record, ...canaryOf("50% 1h, 100%") };
  const look = await edge.watch(file);
  for (let second = 0; second < 120; second++) {
    await pass(look, 1);
    edge.errors += 5;
  }
  expect(edge.switches).toMatchObject([{ active: "blue", hold: { version: "2" }, facts: { purpose: "fallback" } }]);
  expect(edge.told.map(({ kind }) => kind)).toEqual(["rolled-back"]);
  expect(edge.record.canary).toBeUndefined();
});

test("takes a release back that Prometheus has something against, with the evidence", async () => {
  const guard = guardSchema.parse({ warmUp: "0s", errors: null });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart;
  edge.record = { ...edge.record, ...canaryOf("50% 1h, 100%") };
  const verdict: GuardVerdict = {
    ...{ rule: "promql.orders", against: "absolute", outcome: "pass", because: null, query: "q", windowMs: 0 },
    ...{ samples: { active: 1, stable: 0 }, value: 7, limit: 5, unit: "number", text: "orders: green 7, limit 5." },
  };
  edge.promql = [verdict];
  const look = await edge.watch(file);
  await pass(look, 10);
  expect(edge.switches).toEqual([]);
  const bad: GuardVerdict = { ...verdict, outcome: "fail", value: 3, text: "orders: green 3, limit 5." };
  edge.promql = [bad];
  await pass(look, 1);
  expect(edge.switches).toMatchObject([{ active: "blue", facts: { problem: bad.text } }]);
  expect(edge.switches[0]?.facts).toMatchObject({ verdicts: expect.arrayContaining([bad]) as unknown });
  expect(edge.told).toMatchObject([{ kind: "rolled-back", evidence: { rule: "promql.orders", value: "3" } }]);
});

test("takes a release back whose replica flaps, whatever ends the agent meanwhile", async () => {
  const guard = guardSchema.parse({ errors: null, failedChecks: null });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart;
  edge.record = { ...edge.record, ...canaryOf("50% 1h, 100%") };
  for (let time = 0; time < 3; time++) {
    const look = await edge.watch(file);
    edge.isUp = false;
    await pass(look, 2);
    expect(edge.switches).toEqual([]);
    edge.isUp = true;
    await pass(look, 2);
  }
  expect(edge.switches).toEqual([]); // it came up for the first time, and twice again
  const look = await edge.watch(file);
  edge.isUp = false;
  await pass(look, 1);
  edge.isUp = true;
  await pass(look, 1);
  expect(edge.switches).toMatchObject([
    { active: "blue", facts: { verdicts: [{ rule: "flapping", outcome: "fail" }] } },
  ]);
});

test("has requests sent in users' stead while a step, or a rule, has seen too few", async () => {
  const errors = { against: "absolute", minSamples: 20 } as const;
  const guard = guardSchema.parse({ warmUp: "10s", errors, synthetic: { path: "/" } });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart;
  edge.record = { ...edge.record, ...canaryOf("50% 1h, 100%") };
  const look = await edge.watch(file);
  await pass(look, 5, false);
  expect(edge.askedInUsersStead.at(-1)).toEqual(["green"]); // of this step
  await pass(look, 4);
  expect(edge.askedInUsersStead.at(-1)).toEqual([]); // the rule's warm-up is not over
  await pass(look, 3);
  expect(edge.askedInUsersStead.at(-1)).toEqual(["green"]); // the rule has seen none since
  await pass(look, 20);
  expect(edge.askedInUsersStead.at(-1)).toEqual([]);
});

test("takes no release back that answers like the other color", async () => {
  const guard = guardSchema.parse({ warmUp: "0s" });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart;
  edge.record = { ...edge.record, ...canaryOf("50% 1m, 100%") };
  await pass(await edge.watch(file), 120);
  expect(edge.switches).toEqual([]);
  expect(shares()).toEqual(["all"]);
});

test("goes on where it was, when it was killed", async () => {
  await pass(await edge.watch(file), 6);
  const again = await edge.watch(file);
  await pass(again, 5);
  expect(shares()).toEqual([]);
  await pass(again, 2);
  expect(shares()).toEqual([3_000]);
});

test("begins a step again where what it had watched is lost", async () => {
  await pass(await edge.watch(file), 9);
  writeFileSync(file, "{");
  await pass(await edge.watch(file), 10);
  expect(shares()).toEqual([]);
});

test("writes down each look while something is watched, else now and then", async () => {
  const written = () => (JSON.parse(readFileSync(file, "utf8")) as { atMs: number }).atMs - 1_800_000_000_000;
  const look = await edge.watch(file);
  await pass(look, 3);
  expect(written()).toBe(2_000);
  const { canary: _, ...whole } = edge.record;
  edge.record = whole; // somebody has promoted it, and nothing watches it from then on
  await pass(look, 9);
  expect(written()).toBe(2_000);
  await pass(look, 1);
  expect(written()).toBe(12_000);
});

test("goes on with a service although another one fails, and says so once", async () => {
  edge.hasSick = true;
  await pass(await edge.watch(file), 14);
  expect(shares()).toEqual([3_000]);
  expect(edge.said.filter((message) => message === "a look at a service failed")).toHaveLength(1);
});

test("keeps what it knows of a service that cannot be read for a while", async () => {
  const look = await edge.watch(file);
  await pass(look, 8);
  edge.isUnreadable = true;
  await pass(look, 2);
  edge.isUnreadable = false;
  await pass(look, 4);
  expect(shares()).toEqual([3_000]);
  expect(edge.told.map(({ kind }) => kind)).toEqual(["step-reached"]);
});

test("promotes nothing that is not well", async () => {
  const look = await edge.watch(file);
  await pass(look, 5);
  edge.isUp = false;
  await pass(look, 20);
  expect(shares()).toEqual([]);
  expect(edge.told).toMatchObject([{ kind: "inconclusive-hold", problem: "0 of 1 replicas of green are well." }]);
});

test("says since when a release stands still and why, also after it was killed", async () => {
  const guard = guardSchema.parse({ warmUp: "0s" });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart;
  const look = await edge.watch(file);
  await pass(look, 9);
  expect(edge.standstills()).toEqual({});
  await pass(look, 5);
  const since = 1_800_000_010_000;
  expect(edge.standstills()).toMatchObject({
    shop: { generation: 7, revision: 1, since, because: "missing", rule: "errors" },
  });
  const again = await edge.watch(file);
  expect(edge.standstills()).toMatchObject({ shop: { since } });
  await pass(again, 5);
  expect(edge.standstills()).toMatchObject({ shop: { since } });
  edge.isUnreadable = true;
  await pass(again, 1);
  expect(edge.standstills()).toMatchObject({ shop: { since } });
  edge.isUnreadable = false;
  await pass(again, 60);
  expect(shares()).toEqual([3_000, "all"]);
  expect(edge.standstills()).toEqual({});
});

test.each<[string, Partial<Edge>, object]>([
  ["replicas that are not well", { isUp: false }, { because: "replicas", text: "0 of 1 replicas of green are well." }],
  ["a run that holds the environment", { isHeld: true }, { because: "busy", text: "edge: jane holds it" }],
])("says that a release stands still for %s", async (_, change, told) => {
  Object.assign(edge, change);
  await pass(await edge.watch(file), 12);
  expect(edge.standstills()).toMatchObject({ shop: told });
});

test("says that a release stands still that too few have asked", async () => {
  await pass(await edge.watch(file), 12, false);
  expect(edge.standstills()).toMatchObject({ shop: { because: "samples", rule: null } });
});

test("tells of what happened while it was away", async () => {
  await pass(await edge.watch(file), 2);
  const { canary } = edge.record;
  if (canary === undefined) throw new Error("there is no canary");
  edge.record = { ...edge.record, canary: pauseCanary(canary, { by: "jane", reason: "errors" }, 0) };
  await pass(await edge.watch(file), 1);
  expect(edge.told).toMatchObject([{ kind: "canary-paused", by: "jane" }]);
});

test("promotes nothing while the new color answers nobody", async () => {
  await pass(await edge.watch(file), 100, false);
  expect(shares()).toEqual([]);
});

test("takes the counters of an edge that began anew for nothing", async () => {
  const look = await edge.watch(file);
  edge.requests = 1_000;
  await pass(look, 2, false);
  edge.requests = 0;
  await pass(look, 20, false);
  expect(shares()).toEqual([]);
});

test("waits while somebody has paused it", async () => {
  const { canary } = edge.record;
  if (canary === undefined) throw new Error("there is no canary");
  edge.record = { ...edge.record, canary: pauseCanary(canary, { by: "jane", reason: "errors" }, 0) };
  await pass(await edge.watch(file), 100);
  expect(shares()).toEqual([]);
});

test("waits while a run holds the environment, and then goes on", async () => {
  edge.isHeld = true;
  const look = await edge.watch(file);
  await pass(look, 12);
  expect(edge.said).toEqual(["a release waits for a run that holds the environment"]);
  edge.isHeld = false;
  await pass(look, 1);
  expect(edge.record.canary).toMatchObject({ share: 3_000 });
});

test("looks again where somebody else was faster", async () => {
  edge.isBehind = true;
  const look = await edge.watch(file);
  await pass(look, 11);
  expect(edge.said).toEqual([]);
  expect(edge.record.canary).toMatchObject({ share: 500 });
});
