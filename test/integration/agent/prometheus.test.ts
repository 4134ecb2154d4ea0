import { basename, dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { RuleLook } from "../../../agent/guard/rule-judge.ts";
import { renderMetrics } from "../../../agent/metrics/render-metrics.ts";
import { serveMetrics, type MetricsServer } from "../../../agent/metrics/serve.ts";
import { openPromql } from "../../../agent/prometheus/open-promql.ts";
import { queryPrometheus } from "../../../agent/prometheus/query-prometheus.ts";
import { addCounts, type Counts } from "../../../edge/counts.ts";
import { quantile } from "../../../edge/quantile.ts";
import { guardSchema } from "../../../model/guard.ts";
import { prometheusSchema } from "../../../model/prometheus.ts";
import { renderDashboard } from "../../../observability/dashboard/render-dashboard.ts";
import { renderRules } from "../../../observability/render-rules.ts";
import { startPrometheus, type RunningPrometheus } from "../../support/running-prometheus.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { release, seal } from "../../unit/edge/observed.ts";
import { CANARY } from "../../unit/agent/metrics/snapshots.ts";

let agent: MetricsServer;
let prometheus: RunningPrometheus;

/** How often traffic has moved. */
const seen = { moves: 0 };

/** An agent that sees as many answers again with each scrape. */
function growingMetrics(): () => string {
  const { shop } = CANARY.services;
  if (shop?.canary == null) throw new Error("the snapshot has no canary");
  const { canary, counts } = shop;
  let { blue, green } = counts as { blue: Counts; green: Counts }; // it has both
  const [moreBlue, moreGreen] = [blue, green];
  return () => {
    [blue, green] = [addCounts(blue, moreBlue), addCounts(green, moreGreen)];
    const moved = { generation: shop.generation + seen.moves, canary: { ...canary, step: canary.step + seen.moves } };
    return renderMetrics({
      ...CANARY,
      services: { ...CANARY.services, shop: { ...shop, ...moved, counts: { blue, green } } },
    });
  };
}

const read = (query: string) => {
  const { url, login } = prometheus;
  return queryPrometheus({ url, login, timeoutMs: 10_000 }, query);
};
/** Once Prometheus has scraped often enough: it looks for its targets after five seconds at the earliest. */
const readNumber = async (query: string) => {
  const ask = async () => {
    const reading = await read(query);
    if (reading.kind === "error") throw new Error(reading.why);
    return reading.kind === "value" ? reading.value : undefined;
  };
  return await waitUntil(query, ask, 60_000);
};

const GREEN = '{service="shop",color="green"}';

beforeAll(async () => {
  agent = await serveMetrics({ host: "127.0.0.1", port: 0, metrics: growingMetrics(), isHealthy: () => true });
  prometheus = await startPrometheus(agent.port, { "tidegate-rules.yaml": renderRules() });
});
afterAll(async () => {
  await prometheus.stop();
  await agent.close();
});

describe("a real Prometheus, asked by an agent", () => {
  it("gives the number of one series", async () => {
    expect(await readNumber(`tidegate_color_weight_ratio${GREEN}`)).toBe(0.05);
  });

  it("has no data of what nobody exports, nor of a share of nothing", async () => {
    expect(await read("tidegate_nothing")).toEqual({ kind: "no-data", why: "the query gives no series" });
    expect(await read("scalar(tidegate_nothing)")).toEqual({ kind: "no-data", why: "the query gives NaN" });
  });

  it("says what is wrong with a query", async () => {
    await readNumber("count(tidegate_color_weight_ratio)");
    expect(await read("tidegate_color_weight_ratio")).toEqual({
      kind: "error",
      why: expect.stringMatching(/gives 6 series/) as string,
    });
    expect(await read("up[1m]")).toEqual({ kind: "error", why: expect.stringMatching(/gives a matrix/) as string });
    expect(await read("sum(")).toEqual({
      kind: "error",
      why: expect.stringMatching(/refuses the query: .*parse error/) as string,
    });
  });

  it("refuses whoever gives no password", async () => {
    const reading = await queryPrometheus({ url: prometheus.url, timeoutMs: 10_000 }, "1");
    expect(reading).toEqual({
      kind: "error",
      why: expect.stringMatching(/refuses the login with status 401/) as string,
    });
  });
});

describe("a guard that asks it", () => {
  const NOW = Date.now();
  const judge = (rule: object, url = prometheus.url) => {
    const { username: user, passwordFile } = prometheus.login;
    const promql = openPromql({
      id: { project: "acme", stack: "prod" },
      prometheus: prometheusSchema.parse({
        url,
        login: { type: "basic", user, passwordSecretName: basename(passwordFile) },
      }),
      secretsFolder: dirname(passwordFile),
      now: () => NOW,
    });
    const look: RuleLook = {
      ...{ service: "shop", active: "green", share: 500, nowMs: NOW, sinceMs: NOW - 60_000 },
      ...{ sealed: { blue: seal(release("1.4.2")), green: seal(release("1.5.0")) }, route: { host: "*", path: "/" } },
    };
    return () => promql(guardSchema.parse({ promql: { share: { for: "0s", ...rule } } }), look)[0];
  };
  const verdictOf = async (rule: object) => {
    const ask = judge(rule);
    ask();
    return await waitUntil("an answer for both colors", () => {
      const verdict = ask();
      return Promise.resolve(verdict?.because === "missing" || verdict?.samples.stable === 0 ? undefined : verdict);
    });
  };
  const query = 'tidegate_color_weight_ratio{project="{{project}}",service="{{service}}",color="{{color}}"}';

  it("judges the new color by its number", async () => {
    await readNumber(`tidegate_color_weight_ratio${GREEN}`);
    expect(await verdictOf({ query, above: 0.5 })).toMatchObject({ outcome: "pass", value: 0.05, limit: 0.5 });
    expect(await verdictOf({ query, below: 0.5 })).toMatchObject({
      outcome: "fail",
      text: "share: green 0.05, limit 0.5. It was below the limit for 0s.",
    });
  });

  it("blames neither color where both are bad", async () => {
    await readNumber(`tidegate_color_weight_ratio${GREEN}`);
    expect(await verdictOf({ query, above: 0.01 })).toMatchObject({ outcome: "inconclusive", because: "both-bad" });
  });

  it("never passes what it knows nothing of", async () => {
    const ask = judge({ query: "tidegate_nothing", above: 0.5 });
    await expect.poll(() => ask()?.text).toBe("Prometheus gives no number: the query gives no series.");
    expect(ask()).toMatchObject({ outcome: "inconclusive", because: "missing" });
    const nowhere = judge({ query, above: 0.5 }, "http://127.0.0.1:9");
    await expect.poll(() => nowhere()?.text).toContain("127.0.0.1:9 is out of reach");
    expect(nowhere()).toMatchObject({ outcome: "inconclusive", because: "missing" });
  });
});

describe("what the rules record there", () => {
  it.each(["blue", "green"] as const)("is the share of errors of %s", async (color) => {
    const statuses = CANARY.services["shop"]?.counts[color]?.statuses ?? [];
    const share = (statuses[4] ?? 0) / statuses.reduce((sum, count) => sum + count, 0);
    expect(await readNumber(`color:tidegate_errors:ratio_rate5m{color="${color}"}`)).toBeCloseTo(share, 9);
  });

  it.each([50, 95, 99])("is the P%i that tidegate top shows", async (percent) => {
    const latency = CANARY.services["shop"]?.counts.blue?.latency ?? [];
    const seconds = (quantile(percent / 100, latency) ?? NaN) / 1000;
    const recorded = await readNumber(`color:tidegate_answer_duration_seconds:p${percent}_rate5m{color="blue"}`);
    expect(recorded).toBeCloseTo(seconds, 9);
  });
});

describe("the dashboard there", () => {
  const schema = z.object({
    annotations: z.object({ list: z.array(z.object({ name: z.string(), expr: z.string() })) }),
    panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
  });
  const { annotations, panels } = schema.parse(JSON.parse(renderDashboard()));
  /** As Grafana does for a stack, all of its services and a scrape each second. */
  const fillIn = (expr: string) =>
    expr
      .replaceAll("$project", "acme")
      .replaceAll("$stack", "prod")
      .replaceAll("$service", ".*")
      .replaceAll("$__rate_interval", "10s");

  it.each(panels)("shows something in the panel $title", async ({ targets }) => {
    for (const { expr } of targets) await expect.poll(() => prometheus.ask(fillIn(expr))).not.toEqual([]);
  });

  it("marks a switch and a step of a canary, and nothing before", async () => {
    const marks = () => Promise.all(annotations.list.map(({ expr }) => prometheus.ask(fillIn(expr))));
    expect(await marks()).toEqual([[], []]);
    seen.moves = 1;
    const shop = { metric: { service: "shop" }, value: [expect.any(Number), "1"] };
    await expect.poll(marks).toEqual([[shop], [shop]]);
  });
});
