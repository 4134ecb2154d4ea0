import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clockSetBy } from "../../../../agent/watch/clock-set.ts";
import { guardSchema, type GuardInput } from "../../../../model/guard.ts";
import type { ServicePart } from "../../../../model/record.ts";
import { canaryOf, Edge, SEALED } from "./fake-edge.ts";

const HOUR_MS = 3_600_000;

test("tells a clock that was set from a look that came late", () => {
  const before = { nowMs: 1_000_000, steadyMs: 5_000 };
  expect(clockSetBy(before, { nowMs: 1_060_000, steadyMs: 65_000 })).toBe(0);
  expect(clockSetBy(before, { nowMs: 1_001_900, steadyMs: 6_000 })).toBe(0);
  expect(clockSetBy(before, { nowMs: 1_000_000 + HOUR_MS + 1_000, steadyMs: 6_000 })).toBe(HOUR_MS);
  expect(clockSetBy(before, { nowMs: 1_001_000 - HOUR_MS, steadyMs: 6_000 })).toBe(-HOUR_MS);
});

let folder: string;
let edge: Edge;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-agent-"));
  edge = new Edge();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ["ahead by an hour", HOUR_MS],
  ["back by an hour", -HOUR_MS],
  ["ahead by two minutes", 120_000],
])("the host's clock is set %s", (_, byMs) => {
  test("a step lasts as long as it would have", async () => {
    edge.record = { ...edge.record, ...canaryOf("5% 20s, 100%") };
    const { look } = await watching();
    await look(10);
    edge.clockSetMs = byMs;
    await look(10);
    expect(edge.shifts).toEqual([]);
    await look(1);
    expect(edge.shifts).toHaveLength(1);
  });

  test("nobody goes back because of what was never silent", async () => {
    const canary = edge.record.canary;
    if (canary === undefined) throw new Error("there is no canary");
    edge.record = { ...edge.record, canary: { ...canary, ifSilent: "stable" } };
    const { look } = await watching();
    await look(3);
    edge.clockSetMs = byMs;
    await look(3);
    expect(edge.record.canary).toMatchObject({ share: 500 });
  });

  test("the warm-up lasts as long as it would have", async () => {
    const { look, fail } = await watching({ warmUp: "3m" });
    await look(10);
    edge.clockSetMs = byMs;
    await fail(150);
    await look(60);
    expect(edge.switches).toEqual([]);
  });

  test("a limit must have been passed for as long as it would have", async () => {
    const { fail } = await watching({ warmUp: "0s", errors: { against: "absolute", for: "5m" } });
    await fail(60);
    edge.clockSetMs = byMs;
    await fail(200);
    expect(edge.switches).toEqual([]);
    await fail(60);
    expect(edge.switches).toHaveLength(1);
  });

  test("what users get is judged on, and a bad release goes back", async () => {
    const { look, fail } = await watching({ warmUp: "0s" });
    await look(20);
    edge.clockSetMs = byMs;
    await fail(90);
    expect(edge.switches).toMatchObject([{ active: "blue", hold: { version: "2" } }]);
  });

  test("a replica that goes down is seen", async () => {
    const { look } = await watching({ errors: null });
    await look(20);
    edge.clockSetMs = byMs;
    await look(3);
    Object.assign(edge, { isUp: false, since: edge.now });
    await look(10);
    expect(edge.told).toMatchObject([{ kind: "rolled-back" }]);
  });

  test("after a switch, replicas that were up all the time are still known as such", async () => {
    const { look, fail } = await watching({ warmUp: "0s", errors: { for: "10s" } });
    const { canary: _, ...switched } = { ...edge.record, purpose: "release" as const };
    edge.record = { ...switched, generation: switched.generation - 1, active: "blue" };
    await look(5);
    edge.record = switched;
    await look(5);
    edge.clockSetMs = byMs;
    await fail(60);
    expect(edge.switches).toMatchObject([{ active: "blue" }]);
  });

  test("while nobody watched: a bad release goes back all the same", async () => {
    await (await watching({ warmUp: "0s" })).look(20);
    edge.clockSetMs = byMs;
    await (await watching({ warmUp: "0s" })).fail(90);
    expect(edge.switches).toMatchObject([{ active: "blue" }]);
  });
});

/** What watches the edge, with a guard where one is given: a look a second, while both colors answer well or half of green's answers fail. */
async function watching(guard?: GuardInput) {
  if (guard !== undefined) {
    edge.part = { releases: SEALED, replicas: 1, guard: guardSchema.parse(guard) } as unknown as ServicePart; // no more is asked
    edge.record = { ...edge.record, ...canaryOf("50% 1h, 100%") };
  }
  const lookOnce = await edge.watch(join(folder, "progress.json"));
  const secondsWith = (errors: number) => async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await lookOnce();
      edge.now += 1_000;
      edge.requests += 10;
      edge.errors += errors;
    }
  };
  return { look: secondsWith(0), fail: secondsWith(5) };
}
