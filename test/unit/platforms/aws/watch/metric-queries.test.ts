import { expect, it } from "vitest";
import { metricQueries } from "../../../../../platforms/aws/watch/metric-queries.ts";

const ASKED = {
  listener: "arn:aws:elasticloadbalancing:eu-central-1:1:listener/app/shop-prod/50dc6c/f2f7dc",
  groups: {
    blue: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/shop-blue/6d0ecf",
    green: "arn:x:targetgroup/g/1",
  },
};

it("asks for a target group behind its load balancer, minute by minute", () => {
  const queries = metricQueries({ ...ASKED, latency: false });
  expect(queries.map(({ Id }) => Id)).toEqual([
    ...["blue_healthy", "blue_requests", "blue_errors", "blue_unconnected"],
    ...["green_healthy", "green_requests", "green_errors", "green_unconnected"],
  ]);
  expect(queries[1]?.MetricStat).toEqual({
    ...{ Period: 60, Stat: "Sum" },
    Metric: {
      ...{ Namespace: "AWS/ApplicationELB", MetricName: "RequestCount" },
      Dimensions: [
        { Name: "LoadBalancer", Value: "app/shop-prod/50dc6c" },
        { Name: "TargetGroup", Value: "targetgroup/shop-blue/6d0ecf" },
      ],
    },
  });
});

it("asks nothing of a color that was never made", () => {
  const { blue } = ASKED.groups;
  expect(metricQueries({ ...ASKED, groups: { blue }, latency: false })).toHaveLength(4);
});

it("asks how many answers took how long, where times are wanted", () => {
  const queries = metricQueries({ ...ASKED, latency: true });
  expect(queries).toHaveLength(38);
  const stats = queries.flatMap(({ Id = "", MetricStat }) => (Id.startsWith("blue_bucket") ? [MetricStat?.Stat] : []));
  expect(stats.slice(0, 3)).toEqual(["TC(:0.001)", "TC(0.001:0.0025)", "TC(0.0025:0.005)"]);
  expect(stats.slice(-2)).toEqual(["TC(10:30)", "TC(30:)"]);
});
