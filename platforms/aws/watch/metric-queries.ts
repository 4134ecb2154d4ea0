import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { BUCKET_BOUNDS_MS } from "../../../edge/counts.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import type { Groups } from "../control/set-weights.ts";

/** What CloudWatch keeps of a target group, minute by minute. Source: "CloudWatch metrics for your Application Load Balancer". */
export const FIGURES = {
  /** Told each minute in which there are targets: that a minute has it says that the load balancer has told of it. */
  healthy: { name: "HealthyHostCount", stat: "Minimum" },
  requests: { name: "RequestCount", stat: "Sum" },
  errors: { name: "HTTPCode_Target_5XX_Count", stat: "Sum" },
  /** Requests whose target could not be connected to, and that the load balancer answers itself. */
  unconnected: { name: "TargetConnectionErrorCount", stat: "Sum" },
} as const;

export type Figure = keyof typeof FIGURES;

/** Seconds of one figure. */
const PERIOD = 60;

interface Asked {
  /** ARN of a listener of the load balancer. */
  listener: string;
  groups: Groups;
  /** Whether times are wanted as well. */
  latency: boolean;
}

/** The questions, each with an id by {@link figureId} or {@link bucketId}. There are 38 at most, of the 500 that one call takes. */
export function metricQueries({ listener, groups, latency }: Asked): MetricDataQuery[] {
  const balancer = { Name: "LoadBalancer", Value: loadBalancerOf(listener) };
  return COLORS.flatMap((color) => {
    const group = groups[color];
    if (group === undefined) return [];
    const Dimensions = [balancer, { Name: "TargetGroup", Value: group.split(":").at(-1) ?? "" }];
    const query = (Id: string, MetricName: string, Stat: string): MetricDataQuery => ({
      Id,
      MetricStat: { Metric: { Namespace: "AWS/ApplicationELB", MetricName, Dimensions }, Period: PERIOD, Stat },
    });
    const figures = Object.entries(FIGURES).map(
      ([figure, { name, stat }]) => query(figureId(color, figure as Figure), name, stat), // FIGURES' own keys
    );
    if (!latency) return figures;
    const buckets = [...BUCKET_BOUNDS_MS, Infinity].map((_, index) =>
      query(bucketId(color, index), "TargetResponseTime", bucketStat(index)),
    );
    return [...figures, ...buckets];
  });
}

export function figureId(color: Color, figure: Figure): string {
  return `${color}_${figure}`;
}

export function bucketId(color: Color, index: number): string {
  return `${color}_bucket_${index}`;
}

/**
 * How many answers took a time in a bucket: a trimmed count, whose lower bound is left out and whose upper one is included, in seconds. Source:
 * "CloudWatch statistics definitions".
 */
function bucketStat(index: number): string {
  const [from, to] = [BUCKET_BOUNDS_MS[index - 1], BUCKET_BOUNDS_MS[index]].map((ms) =>
    ms === undefined ? "" : String(ms / 1000),
  );
  return `TC(${from}:${to})`;
}

/** `app/shop-prod/50dc6c495c0c9188`, of the ARN of a listener: `…:listener/app/shop-prod/50dc6c495c0c9188/f2f7dc8efc522ab2`. */
function loadBalancerOf(listener: string): string {
  return listener.split("/").slice(1, 4).join("/");
}
