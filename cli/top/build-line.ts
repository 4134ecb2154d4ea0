import { STATUS_CLASSES, type Counts, type CountsByColor } from "../../edge/counts.ts";
import { quantile } from "../../edge/quantile.ts";
import type { Usage } from "../../edge/usage.ts";
import { CLIENTS } from "../../model/canary.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { isReplicaUp } from "../status/is-replica-up.ts";
import type { ServiceReport, StatusReport } from "../status/status-report.ts";
import type { Measured, TopColor, TopLine } from "./top-line.ts";
import { countsOf, type Watched } from "./watch-counts.ts";

export interface TopInput {
  watched: Watched;
  report: Pick<StatusReport, "services">;
  /** The only service to tell of; undefined for all. */
  service: string | undefined;
  now: Date;
}

/** Puts together what was counted and what was seen; pure. */
export function buildLine({ watched, report, service, now }: TopInput): TopLine {
  const { intervalMs, totalMs } = watched;
  const describe = (name: string, seen: ServiceReport, color: Color): TopColor => {
    const measured = (counts: CountsByColor, spanMs: number) =>
      measure(countsOf(counts, name, color), countsOf(counts, name, otherColor(color)).requests, spanMs);
    return {
      ...describeColor(seen, color),
      interval: measured(watched.interval, intervalMs),
      total: measured(watched.total, totalMs),
    };
  };
  const services = Object.entries(report.services).filter(([name]) => name === (service ?? name));
  return {
    type: "top",
    at: now.toISOString(),
    intervalMs: Math.round(intervalMs),
    watchedMs: Math.round(totalMs),
    services: Object.fromEntries(
      services.map(([name, seen]) => {
        const colors = { blue: describe(name, seen, "blue"), green: describe(name, seen, "green") };
        const { active, canary, standstill, verdicts } = seen;
        return [name, { active, canary, standstill, verdicts, colors }];
      }),
    ),
  };
}

function describeColor({ colors, canary }: ServiceReport, color: Color): Omit<TopColor, "interval" | "total"> {
  const { active, versions, replicas } = colors[color];
  return {
    serves: active,
    clientShare: canary === null ? null : (color === canary.from ? CLIENTS - canary.share : canary.share) / CLIENTS,
    versions,
    replicas: replicas.length,
    up: replicas.filter(isReplicaUp).length,
    fullest: fullest(replicas.flatMap(({ usage }) => usage ?? [])),
  };
}

type Used = NonNullable<TopColor["fullest"]>["memoryBytes"];

/** Of each limit the use of the replica that is nearest to it. */
function fullest(usages: readonly Usage[]): TopColor["fullest"] {
  const nearest = (all: readonly Used[]) => all.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
  const memoryBytes = nearest(
    usages.map(({ memoryBytes, memoryLimitBytes }) => ({ used: memoryBytes, limit: memoryLimitBytes })),
  );
  const processes = nearest(usages.map(({ processes, processLimit }) => ({ used: processes, limit: processLimit })));
  if (memoryBytes === undefined || processes === undefined) return null;
  return { memoryBytes, processes, throttled: Math.max(...usages.map(({ throttled }) => throttled)) };
}

function shareOf({ used, limit }: Used): number {
  return limit === null ? 0 : used / limit;
}

/** `others`: requests that the other color got in the same time. */
function measure(counts: Counts, others: number, spanMs: number): Measured {
  const answers = counts.statuses.reduce((sum, count) => sum + count, 0);
  const errors = counts.statuses.at(-1) ?? 0;
  const within = (q: number) => {
    const ms = quantile(q, counts.latency);
    return ms === undefined ? null : rounded(ms);
  };
  return {
    requests: counts.requests,
    perSecond: rounded((counts.requests * 1000) / spanMs),
    requestShare: counts.requests + others === 0 ? null : counts.requests / (counts.requests + others),
    statuses: Object.fromEntries(
      STATUS_CLASSES.map((name, index) => [name, counts.statuses[index] ?? 0]),
    ) as Measured["statuses"], // each class has its own
    errorShare: answers === 0 ? null : errors / answers,
    connectFailures: counts.connectFailures,
    retries: counts.retries,
    p50Ms: within(0.5),
    p95Ms: within(0.95),
    p99Ms: within(0.99),
    latency: [...counts.latency],
  };
}

function rounded(number: number): number {
  return Math.round(number * 1000) / 1000;
}
