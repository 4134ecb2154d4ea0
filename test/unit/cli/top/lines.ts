import type { TopInput } from "../../../../cli/top/build-line.ts";
import { beginWatching, watchOn } from "../../../../cli/top/watch-counts.ts";
import { NO_COUNTS, type Counts } from "../../../../edge/counts.ts";
import type { ColorReport, ServiceReport } from "../../../../cli/status/status-report.ts";
import { canary } from "../../plan/under-way.ts";
import type { Usage } from "../../../../edge/usage.ts";

const MIB = 1024 ** 2;
const SECOND = 1_000;

/** Counts of answers with 200, so many in each of the buckets that are named by index, and with so many 500 beside them. */
export function counted(latency: Readonly<Record<number, number>>, more: Partial<Counts> = {}): Counts {
  const answers = Object.values(latency).reduce((sum, count) => sum + count, 0);
  return {
    ...NO_COUNTS,
    requests: answers,
    statuses: [0, answers, 0, 0, 0],
    latency: NO_COUNTS.latency.map((_, index) => latency[index] ?? 0),
    ...more,
  };
}

export function usage(more: Partial<Usage>): Usage {
  return {
    ...{ processes: 11, processLimit: 200, memoryBytes: 55 * MIB, memoryLimitBytes: 256 * MIB, throttled: 0 },
    ...{ outOfMemoryKills: 0, refusedThreads: false },
    ...more,
  };
}

export function replica(name: string, health: string, used: Usage | null): ColorReport["replicas"][number] {
  return {
    name,
    version: "1.4.1",
    state: "running",
    exitCode: 0,
    restarts: 0,
    health,
    lastCheck: "L7OK 200",
    usage: used,
  };
}

export function color(more: Partial<ColorReport>): ColorReport {
  const none = { active: false, versions: [], sealed: false, replicas: [], tasks: null };
  return { ...none, requests: null, errors: null, degradedRequests: null, ...more };
}

export function service(blue: ColorReport, green: ColorReport): ServiceReport {
  return {
    active: blue.active ? ["blue"] : green.active ? ["green"] : [],
    ...{
      generation: 1,
      degraded: false,
      rule: null,
      canary: null,
      standstill: null,
      movedWith: null,
      hold: null,
      reviews: [],
    },
    verdicts: {},
    colors: { blue, green },
  };
}

/** A service whose blue serves on two replicas, one of them red, while green waits: 42 s of which the last one had errors. */
export function busyShop(): TopInput {
  const before = { shop: { blue: counted({ 2: 3_000, 6: 1_000 }) } };
  const after = {
    shop: {
      blue: counted(
        { 2: 3_090, 6: 1_028, 9: 2 },
        { statuses: [0, 4_097, 0, 20, 3], requests: 4_121, connectFailures: 1, retries: 2 },
      ),
    },
  };
  const began = beginWatching({}, 0);
  const watched = watchOn(watchOn(began, before, 41 * SECOND), after, 42 * SECOND);
  const blue = color({
    active: true,
    versions: ["1.4.1"],
    replicas: [
      replica("shop-blue-0", "UP", usage({ throttled: 0.031 })),
      replica("shop-blue-1", "DOWN", usage({ memoryBytes: 250 * MIB, processes: 190 })),
    ],
  });
  const green = color({ versions: ["1.5.0-rc.1"], replicas: [replica("shop-green-0", "UP", usage({ processes: 9 }))] });
  return {
    watched,
    report: { services: { shop: service(blue, green), blog: service(color({}), color({})) } },
    service: undefined,
    now: new Date("2026-11-30T02:20:05.123Z"),
  };
}

/** A service whose green gets 5 % of the clients since two minutes ago, and 3 of 100 requests. */
export function shopUnderWay(): TopInput {
  const now = new Date("2026-11-30T02:20:05.123Z");
  const counts = { shop: { blue: counted({ 2: 97 }), green: counted({ 4: 3 }) } };
  const blue = color({ active: true, versions: ["1.4.1"], replicas: [replica("shop-blue-0", "UP", null)] });
  const green = color({ active: true, versions: ["1.5.0"], replicas: [replica("shop-green-0", "UP", null)] });
  const shop: ServiceReport = {
    ...service(blue, green),
    ...{ active: ["blue", "green"], canary: canary(now.getTime() - 120_000) },
    verdicts: { errors: "pass", p95: "inconclusive", failedChecks: "pass", flapping: "pass", "promql.orders": "pass" },
  };
  return {
    watched: watchOn(beginWatching({}, 0), counts, SECOND),
    report: { services: { shop } },
    service: "shop",
    now,
  };
}
