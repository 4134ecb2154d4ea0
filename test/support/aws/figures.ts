import { COLORS, type Color } from "../../../model/color.ts";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { FIGURES, figureId, metricQueries, type Figure } from "../../../platforms/aws/watch/metric-queries.ts";

const MINUTE_MS = 60_000;

/** What a color answers each minute. */
export interface Minute {
  requests: number;
  errors?: number;
  unconnected?: number;
}

export interface ToldMinutes {
  listener: string;
  groups: Readonly<Record<Color, string>>;
  /** The first minute, and how many; Unix time in ms. */
  fromMs: number;
  minutes: number;
}

/** Has CloudWatch know of some minutes what load balancers tell it of; of nothing but targets where a color has no figure. */
export async function putFigures(
  { cloudwatch }: Pick<AwsClients, "cloudwatch">,
  { listener, groups, fromMs, minutes }: ToldMinutes,
  told: Readonly<Record<Color, Minute>>,
): Promise<void> {
  const queries = metricQueries({ listener, groups, latency: false });
  const firstMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  for (let index = 0; index < minutes; index += 1) {
    const Timestamp = new Date(firstMs + index * MINUTE_MS);
    const MetricData = COLORS.flatMap((color) =>
      Object.keys(FIGURES).flatMap((figure) => {
        const id = figureId(color, figure as Figure); // its own keys
        const metric = queries.find(({ Id }) => Id === id)?.MetricStat?.Metric;
        const { requests, errors = 0, unconnected = 0 } = told[color];
        const Value = { healthy: 2, requests, errors, unconnected }[figure as Figure];
        return [{ MetricName: metric?.MetricName, Dimensions: metric?.Dimensions, Timestamp, Value }];
      }),
    );
    await cloudwatch.putMetricData({ Namespace: "AWS/ApplicationELB", MetricData });
  }
}
