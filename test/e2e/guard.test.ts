import { describe, expect, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { agentContainerName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { answerQueriesIn } from "../support/prometheus-in.ts";
import { setSecret } from "../support/set-secret.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

const PORT = 9090;
const TOKEN = "a token of the test's own";

/** Is always healthy, and has no shop any more once somebody has put a file there. */
const EMPTIED = `
const { existsSync } = require("node:fs");
require("node:http").createServer((request, response) => {
  response.end(existsSync("/tmp/emptied") ? "nothing here" : "shop");
}).listen(3000);
process.on("SIGTERM", () => process.exit());`;

describe.each(enginesPresent())("a guard that asks others, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    const login = { type: "bearer", tokenSecretName: "PROMETHEUS_TOKEN" };
    created.config["prometheus"] = { url: `http://127.0.0.1:${PORT}`, login, every: "5s", timeout: "5s" };
    Object.assign(created.shop, {
      ...{ replicas: 1, canary: { steps: "50% 1h, 100%" } },
      guard: {
        ...{ warmUp: "0s", errors: null, failedChecks: null, smoke: { every: "10s", failures: 2 } },
        promql: { orders: { query: 'orders{version="{{version}}"}', below: 5, for: "5s" } },
      },
    });
    created.write();
    await setSecret(created, "prometheus.PROMETHEUS_TOKEN", TOKEN);
    await created.up();
    const numbers = { '"2.0.0"': 3, orders: 9 };
    await answerQueriesIn(created.docker, agentContainerName(created.id), { port: PORT, token: TOKEN, numbers });
  });
  const wentBack = () =>
    waitUntil(
      "the guard goes back",
      async () => ((await environment().record()).active === "blue" ? true : undefined),
      90_000,
      500,
    );
  const shown = async (version: string) =>
    readJsonLines("show", (await environment().tidegate(["show", `shop@${version}`])).stdout).at(-1);

  it("takes a release back that sells too little by what Prometheus knows, and says what it asked", async () => {
    Object.assign(environment().shop, { activeColor: "green", green: release("v2") });
    await environment().up({ args: ["--skip-preview"] });
    await wentBack();
    expect(await shown("2.0.0")).toMatchObject({
      release: {
        end: {
          how: "rolled-back",
          problem: expect.stringContaining("orders: green 3, limit 5.") as unknown,
          verdicts: expect.arrayContaining([
            expect.objectContaining({
              ...{ rule: "promql.orders", outcome: "fail", value: 3, limit: 5 },
              query: 'PromQL, below 5 for 5s: orders{version="2.0.0"}',
            }),
          ]) as unknown,
        },
      },
    });
  }, 180_000);

  it("takes a release back whose pages have gone wrong behind a good health check", async () => {
    const green = { ...release("v2"), version: "2.1.0", command: ["node", "-e", EMPTIED] };
    Object.assign(environment().shop, { activeColor: "green", green });
    await environment().up({ args: ["--skip-preview"] });
    expect(await environment().record()).toMatchObject({ active: "green" });
    await execIn(environment().docker, environment().replica("green"), ["touch", "/tmp/emptied"]);
    await wentBack();
    expect(await shown("2.1.0")).toMatchObject({
      release: {
        end: {
          how: "rolled-back",
          problem: expect.stringContaining('GET /: the body does not contain "shop"') as unknown,
        },
      },
    });
  }, 180_000);

  it("goes through the steps where no user asks anything, by requests of the agent's own", async () => {
    Object.assign(environment().shop, {
      ...{ activeColor: "green", green: { ...release("v2"), version: "2.2.0" } },
      ...{ canary: { steps: "50% 5s, 100%", minSamples: 5 } },
      guard: { warmUp: "0s", errors: { minSamples: 20 }, synthetic: { path: "/version", every: "1s" } },
    });
    await environment().up({ args: ["--skip-preview"] });
    await waitUntil(
      "all clients have gone over",
      async () => ((await environment().record()).canary === undefined ? true : undefined),
      90_000,
      500,
    );
    expect(await environment().record()).toMatchObject({ active: "green" });
    const log = await haproxy.readAccessLog(environment().docker, environment().edge, 10_000);
    const clients = new Set(log.map((line) => (JSON.parse(line) as { client?: string }).client));
    expect(clients).toContain("synthetic");
  }, 180_000);
});
