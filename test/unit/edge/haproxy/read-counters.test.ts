import { expect, test } from "vitest";
import { BUCKET_BOUNDS_MS } from "../../../../edge/counts.ts";
import { askCounts, parseCounters } from "../../../../edge/haproxy/read-counters.ts";

const buckets = (first: number) => [first, ...BUCKET_BOUNDS_MS.map(() => 0)];

test("reads the counters of every pool", () => {
  const shop = ["shop.green", 12, 1, 6, 2, 1, 1, 1, 3, ...buckets(11)].join(" ");
  const blog = ["my-blog.blue", 1, 0, 1, 0, 0, 0, 0, 0, ...buckets(1)].join(" ");
  expect(parseCounters([shop, blog])).toEqual({
    shop: {
      green: { requests: 12, statuses: [1, 6, 2, 1, 1], connectFailures: 1, retries: 3, latency: buckets(11) },
    },
    "my-blog": {
      blue: { requests: 1, statuses: [0, 1, 0, 0, 0], connectFailures: 0, retries: 0, latency: buckets(1) },
    },
  });
});

test("has none before the first request", () => {
  expect(parseCounters([])).toEqual({});
});

test.each(["shop.red 1 2", "shop.green 1 x", "No such table"])("refuses what is no line of counters: %s", (line) => {
  expect(() => parseCounters([line])).toThrow(`the edge said ${JSON.stringify(line)}`);
});

const ID = { project: "acme", stack: "prod" };
const answering = (exitCode: number) => ({ ask: () => Promise.resolve({ exitCode, lines: [] }) });

test.each([
  [
    "an image that knows no such question",
    64,
    /acme-prod-edge runs an image that is older .* and counts no requests\. Take/,
  ],
  [
    "a config without counters",
    66,
    /config of an older version, and counts no requests\. Run `tidegate up -s prod` once/,
  ],
])("says what to do about %s", async (_, exitCode, said) => {
  await expect(askCounts(answering(exitCode), ID)).rejects.toThrow(said);
});
