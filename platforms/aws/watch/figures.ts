import type { MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { KEPT_MS, type Block, type History } from "../../../agent/guard/history.ts";
import type { Source } from "../../../agent/guard/look.ts";
import { BUCKET_BOUNDS_MS, NO_COUNTS, type Counts } from "../../../edge/counts.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import type { AwsClients } from "../clients.ts";
import type { Groups } from "../control/set-weights.ts";
import { everyItem } from "../pages.ts";
import { bucketId, figureId, metricQueries, type Figure } from "./metric-queries.ts";

const MINUTE_MS = 60_000;
/** A minute is taken for complete once so much time has passed since its end: what comes later than that is not counted. */
export const LAG_MS = 2 * MINUTE_MS;

/** Figures of a minute that began five minutes ago or earlier say nothing of now. A minute has room for more than one burst of trouble. */
export const CLOUDWATCH: Source = { name: "CloudWatch", freshMs: 5 * MINUTE_MS, burstsInABlock: 3 };

export interface FiguresArgs {
  clients: Pick<AwsClients, "cloudwatch">;
  service: string;
  active: Color;
  /** ARN of a listener of the load balancer. */
  listener: string;
  groups: Groups;
  /** Whether times are wanted as well. */
  latency: boolean;
  /** Unix time in ms. */
  nowMs: number;
}

/**
 * What both colors of a service have answered in the last 65 minutes, minute by minute, as far as CloudWatch knows it for good. A minute of which
 * it knows nothing of the active color is left out, and so is what it tells of times without a number. Throws an AwsError where it cannot be asked.
 */
export async function readFigures({ clients, service, active, nowMs, ...asked }: FiguresArgs): Promise<History> {
  const endMs = Math.floor((nowMs - LAG_MS) / MINUTE_MS) * MINUTE_MS;
  const startMs = endMs - KEPT_MS;
  const results = await everyItem(async (from) => {
    const page = await clients.cloudwatch.getMetricData({
      MetricDataQueries: metricQueries(asked),
      StartTime: new Date(startMs),
      EndTime: new Date(endMs),
      ScanBy: "TimestampAscending",
      ...(from === undefined ? {} : { NextToken: from }),
    });
    return { items: page.MetricDataResults, next: page.NextToken };
  });
  const told = toldBy(results);
  const blocks: Block[] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += MINUTE_MS) {
    if (told(figureId(active, "healthy"), fromMs) === undefined) continue;
    const of = (color: Color) => countsAt((id) => told(id, fromMs) ?? 0, color, asked.latency);
    const counts = { [service]: Object.fromEntries(COLORS.map((color) => [color, of(color)])) };
    blocks.push({ fromMs, toMs: fromMs + MINUTE_MS, counts });
  }
  const last = blocks.at(-1);
  return { last: last === undefined ? null : { atMs: last.toMs, counts: {} }, blocks };
}

/** A figure's number of the minute that begins at a time; undefined where there is none. */
function toldBy(results: readonly MetricDataResult[]): (id: string, fromMs: number) => number | undefined {
  const numbers = new Map<string, number>();
  for (const { Id, Timestamps = [], Values = [] } of results) {
    for (const [index, at] of Timestamps.entries()) {
      const value = Values[index];
      if (Number.isFinite(value)) numbers.set(`${Id} ${at.getTime()}`, value ?? 0);
    }
  }
  return (id, fromMs) => numbers.get(`${id} ${fromMs}`);
}

/** A request that could not be connected was answered by the load balancer, with an error. */
function countsAt(numberOf: (id: string) => number, color: Color, latency: boolean): Counts {
  const figure = (name: Figure) => Math.round(numberOf(figureId(color, name)));
  const connectFailures = figure("unconnected");
  const errors = figure("errors") + connectFailures;
  const requests = Math.max(figure("requests"), errors);
  return {
    ...NO_COUNTS,
    ...{ requests, connectFailures, statuses: [0, requests - errors, 0, 0, errors] },
    latency: [...BUCKET_BOUNDS_MS, Infinity].map((_, index) =>
      latency ? Math.round(numberOf(bucketId(color, index))) : 0,
    ),
  };
}
