import type { CloudWatch, GetMetricDataInput } from "@aws-sdk/client-cloudwatch";
import { expect, it } from "vitest";
import { BUCKET_BOUNDS_MS } from "../../../../../edge/counts.ts";
import { readFigures } from "../../../../../platforms/aws/watch/figures.ts";

const NOW_MS = 1_800_000_030_000;
/** The last minute that is taken for complete by then. */
const LAST_MS = 1_799_999_820_000;
type Told = Readonly<Record<string, readonly [number, number][]>>;

/** What CloudWatch tells, by the id of a question: numbers of minutes, which begin at a time. In two parts, as it may come. */
async function read(told: Told, latency = false) {
  const asked: GetMetricDataInput[] = [];
  const getMetricData = (input: GetMetricDataInput) => {
    asked.push(input);
    const results = Object.entries(told).map(([Id, points]) => ({
      Id,
      Timestamps: points.map(([at]) => new Date(at)),
      Values: points.map(([, value]) => value),
    }));
    const isFirst = input.NextToken === undefined;
    const half = Math.ceil(results.length / 2);
    return Promise.resolve({
      MetricDataResults: isFirst ? results.slice(0, half) : results.slice(half),
      ...(isFirst ? { NextToken: "more" } : {}),
    });
  };
  const cloudwatch = { getMetricData } as unknown as CloudWatch; // no more is asked
  const listener = "arn:aws:elasticloadbalancing:eu-central-1:1:listener/app/shop/1/2";
  const groups = { blue: "arn:x:targetgroup/b/1", green: "arn:x:targetgroup/g/1" };
  const of = { service: "shop", active: "green", listener, groups, latency, nowMs: NOW_MS } as const;
  return { history: await readFigures({ clients: { cloudwatch }, ...of }), asked };
}

it("asks for whole minutes that ended two minutes ago", async () => {
  const { asked } = await read({});
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({
    StartTime: new Date(LAST_MS + 60_000 - 65 * 60_000),
    EndTime: new Date(LAST_MS + 60_000),
  });
});

it("knows nothing where nothing is told", async () => {
  expect((await read({})).history).toEqual({ last: null, blocks: [] });
});

it("takes a minute with targets and without requests for a quiet one", async () => {
  const { history } = await read({ green_healthy: [[LAST_MS, 2]] });
  expect(history.last?.atMs).toBe(LAST_MS + 60_000);
  expect(history.blocks).toMatchObject([{ fromMs: LAST_MS, toMs: LAST_MS + 60_000 }]);
  expect(history.blocks[0]?.counts["shop"]?.green).toMatchObject({ requests: 0, statuses: [0, 0, 0, 0, 0] });
});

it("leaves out a minute of which it is told nothing of the new color's targets", async () => {
  const { history } = await read({ green_requests: [[LAST_MS, 50]], blue_healthy: [[LAST_MS, 2]] });
  expect(history.blocks).toEqual([]);
});

it("counts for each color what was answered and what could not be", async () => {
  const { history } = await read({
    ...{ green_healthy: [[LAST_MS, 2]], green_requests: [[LAST_MS, 100]], green_errors: [[LAST_MS, 3]] },
    ...{ green_unconnected: [[LAST_MS, 2]], blue_requests: [[LAST_MS, 900]] },
  });
  expect(history.blocks[0]?.counts["shop"]).toMatchObject({
    green: { requests: 100, statuses: [0, 95, 0, 0, 5], connectFailures: 2 },
    blue: { requests: 900, statuses: [0, 900, 0, 0, 0] },
  });
});

it("takes what is no number for nothing", async () => {
  const { history } = await read({ green_healthy: [[LAST_MS, NaN]] });
  expect(history.blocks).toEqual([]);
});

it("puts times into the buckets of an edge", async () => {
  const { history } = await read({ green_healthy: [[LAST_MS, 2]], green_bucket_4: [[LAST_MS, 40]] }, true);
  const latency = history.blocks[0]?.counts["shop"]?.green?.latency;
  expect(latency).toEqual([...BUCKET_BOUNDS_MS, Infinity].map((_, index) => (index === 4 ? 40 : 0)));
});
