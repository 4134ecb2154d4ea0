import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RuleJudge, RuleLook } from "../../../../agent/guard/rule-judge.ts";
import { openPromql } from "../../../../agent/prometheus/open-promql.ts";
import { guardSchema } from "../../../../model/guard.ts";
import { prometheusSchema, type PrometheusInput } from "../../../../model/prometheus.ts";
import { release, seal } from "../../edge/observed.ts";

const GUARD = guardSchema.parse({
  warmUp: "10s",
  promql: { orders: { query: 'orders{color="{{color}}",v="{{version}}"}', below: 5, for: "0s" } },
});

let folder: string;
let server: Server;
/** Who asked what. */
let asked: { query: string; login: string | undefined }[];
/** What a query gives; it is not answered where that is undefined. */
let valueOf: (query: string) => number | undefined;
let now: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-promql-"));
  writeFileSync(join(folder, "TOKEN"), "s3cret\n");
  asked = [];
  now = 1_800_000_000_000;
  valueOf = () => 4;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const query = new URLSearchParams(body).get("query") ?? "";
      asked.push({ query, login: request.headers.authorization });
      const value = valueOf(query);
      if (value === undefined) return;
      response.end(JSON.stringify({ status: "success", data: { resultType: "scalar", result: [1, String(value)] } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  rmSync(folder, { recursive: true });
});

const open = (more: Partial<PrometheusInput> = {}): RuleJudge =>
  openPromql({
    id: { project: "webshop", stack: "prod" },
    prometheus: prometheusSchema.parse({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...more }),
    secretsFolder: folder,
    now: () => now,
  });
const look = (more: Partial<RuleLook> = {}): RuleLook => ({
  ...{ service: "shop", active: "green", share: 500, nowMs: now, sinceMs: now - 60_000 },
  ...{ sealed: { blue: seal(release("1.4.2")), green: seal(release("1.5.0")) }, route: { host: "*", path: "/" } },
  ...more,
});
/** The first verdict that is more than that nobody knows yet. */
const known = (promql: RuleJudge, more: Partial<RuleLook> = {}) =>
  vi.waitFor(() => {
    const [verdict] = promql(GUARD, look(more));
    expect(verdict?.because).not.toBe("missing");
    return verdict;
  });

const GREEN = 'orders{color="green",v="1.5.0"}';
const BLUE = 'orders{color="blue",v="1.4.2"}';

test("asks for both colors while both get traffic, each with its version", async () => {
  valueOf = (query) => (query === GREEN ? 4 : 6);
  const verdict = await known(open());
  expect(verdict).toMatchObject({
    rule: "promql.orders",
    outcome: "fail",
    value: 4,
    query: `PromQL, below 5 for 0s: ${GREEN}`,
  });
  expect(asked.map(({ query }) => query).toSorted()).toEqual([BLUE, GREEN]);
});

test("asks for the active color alone once it has all traffic", async () => {
  expect(await known(open(), { share: 10_000 })).toMatchObject({ outcome: "fail" });
  expect(asked.map(({ query }) => query)).toEqual([GREEN]);
});

test("does not ask twice what is the same for both colors", async () => {
  const guard = guardSchema.parse({ promql: { all: { query: 'orders{service="{{service}}"}', below: 5 } } });
  open()(guard, look());
  await vi.waitFor(() => expect(asked.map(({ query }) => query)).toEqual(['orders{service="shop"}']));
});

test("signs in with what its file holds", async () => {
  await known(open({ login: { type: "bearer", tokenSecretName: "TOKEN" } }));
  expect(new Set(asked.map(({ login }) => login))).toEqual(new Set(["Bearer s3cret"]));
  await known(open({ login: { type: "basic", user: "agent", passwordSecretName: "TOKEN" } }));
  expect(asked.at(-1)?.login).toBe(`Basic ${Buffer.from("agent:s3cret").toString("base64")}`);
});

test("leaves out what was answered before the warm-up was over", async () => {
  const promql = open();
  const sinceMs = now - 9_999;
  promql(GUARD, look({ sinceMs }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  now += 15_000;
  expect(await known(promql, { sinceMs })).toMatchObject({ samples: { active: 1 } });
  expect(asked).toHaveLength(4);
});

test("waits for nothing where Prometheus hangs, and never passes", async () => {
  valueOf = () => undefined;
  const promql = open();
  for (let round = 0; round < 100; round++) {
    expect(promql(GUARD, look())).toMatchObject([{ outcome: "inconclusive", because: "missing" }]);
    now += 1_000;
  }
  await vi.waitFor(() => expect(asked).toHaveLength(2)); // each once, and not again while it is on its way
});

test("says so where nobody can be asked", async () => {
  const id = { project: "p", stack: "s" };
  const promql = openPromql({ id, prometheus: undefined, secretsFolder: folder, now: () => now });
  const text = "Prometheus gives no number: the agent has none to ask; declare one for it.";
  await vi.waitFor(() => expect(promql(GUARD, look())).toMatchObject([{ because: "missing", text }]));
  expect(promql(guardSchema.parse({}), look())).toEqual([]);
});
