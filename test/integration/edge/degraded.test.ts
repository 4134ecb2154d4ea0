import { afterAll, beforeAll, expect, test } from "vitest";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { startLoad } from "../../../load/load.ts";
import { Stage, until } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  stage.part = { ...stage.part, replicas: 2 };
  await stage.startBoth();
  await Promise.all([stage.startReplica("blue", 1), stage.startReplica("green", 1)]);
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
}, 60_000);
afterAll(() => stage.remove());

/** Asks the replicas of blue for a page that says how they are; the demo app has no other way to turn red. */
async function askBlueFor(path: string): Promise<void> {
  stage.release("blue", "v1", { health: { path } });
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  await until(`blue answers for ${path}`, async () => (await blue())?.degraded === (path === RED));
}

const RED = "/none";
const blue = async () => (await haproxy.measure(stage.docker, stage.id))["shop"]?.blue;
const ready = async () => (await stage.get(`${stage.url}/.well-known/tidegate/ready`)).status;

test("goes on with replicas that are all red, loses no request over it, and counts and logs those", async () => {
  expect(await ready()).toBe(200);
  const load = await startLoad({
    url: stage.url,
    clients: { keepAlive: 2, fresh: 1, slow: 1, upload: 1, stream: 1, websocket: 1 },
  });
  await askBlueFor(RED);
  const counted = (await blue())?.degradedRequests ?? 0;
  for (let request = 0; request < 10; request++) {
    expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
  }
  expect((await blue())?.degradedRequests).toBeGreaterThanOrEqual(counted + 10);
  expect(await ready()).toBe(503);
  expect(await lastLine()).toMatchObject({ status: 200, color: "blue", degraded: true });

  // A reload carries the addresses of the twin's slots over as well.
  stage.part = { ...stage.part, maxReplicas: 6 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });

  await askBlueFor("/healthz");
  expect(await ready()).toBe(200);
  const after = (await blue())?.degradedRequests;
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
  expect((await blue())?.degradedRequests).toBe(after);
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
}, 60_000);

test("takes only those into use that the service has as replicas and that accept connections", async () => {
  await stage.removeReplica("blue");
  await stage.startReplica("blue", 0, { env: ["APP_BREAK=refuse"] });
  await askBlueFor(RED);
  const answers = await Promise.all(Array.from({ length: 20 }, () => stage.get(`${stage.url}/version`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);

  stage.part = { ...stage.part, replicas: 1 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 503 });
  stage.part = { ...stage.part, replicas: 2 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200 });
}, 60_000);

test("never does so for a color that does not serve, nor lets it through the gate", async () => {
  stage.release("green", "v2", { health: { path: RED } });
  stage.part = { ...stage.part, gate: { ...stage.part.gate, within: "2s" } };
  await Promise.all([stage.removeReplica("green", 0), stage.removeReplica("green", 1)]);
  await Promise.all([stage.startReplica("green", 0), stage.startReplica("green", 1)]);
  await stage.apply();
  await until(
    "green is red",
    async () => (await haproxy.measure(stage.docker, stage.id))["shop"]?.green?.degraded === true,
  );
  expect(await stage.get(stage.previewUrl)).toMatchObject({ status: 503 });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 3 });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
}, 60_000);

async function lastLine(): Promise<unknown> {
  const lines = await haproxy.readAccessLog(stage.docker, stage.edge, 20);
  const line = lines.findLast((text) => text.includes('"degraded": true') && text.includes('"path": "/"'));
  return JSON.parse(line ?? "null");
}
