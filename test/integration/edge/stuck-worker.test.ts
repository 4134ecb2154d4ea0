import { afterEach, beforeEach, expect, test } from "vitest";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { findEdge } from "../../../edge/running-edge.ts";
import { Stage, until } from "./stage.ts";

/** A worker that a reload has replaced and that answers nobody any more, as one does that hangs at its end. */
let stage: Stage;
let held: AbortController;
beforeEach(async () => {
  stage = new Stage();
  held = new AbortController();
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  const stream = await fetch(`${stage.url}/events`, { signal: held.signal });
  expect(stream.status).toBe(200); // and keeps its worker alive
  stage.part = { ...stage.part, maxReplicas: 5 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
  const [old] = await replaced();
  await stage.inEdge(`kill -STOP ${old}`);
});
afterEach(async () => {
  held.abort();
  await stage.remove();
});

async function replaced(): Promise<string[]> {
  const workers = await stage.inEdge(". /usr/local/lib/tidegate/lib.sh; workers");
  return [...workers.matchAll(/^old (\d+)$/gm)].map(([, pid]) => pid ?? "");
}

test("holds up no switch", async () => {
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  expect(await stage.get(stage.url)).toMatchObject({ version: "2.0.0" });
  await until("it has ended", async () => (await replaced()).length === 0);
});

test("holds up no change of the config", async () => {
  stage.part = { ...stage.part, maxReplicas: 6 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await observeHost(stage.docker, stage.id)).services["shop"]?.workers).toEqual(["blue"]);
});

test("holds up nobody who reads what was counted", async () => {
  await stage.get(stage.url);
  const reader = await haproxy.openCounts(await findEdge({ host: LOCAL_HOST, ...stage.id }));
  expect(await reader.read()).toMatchObject({ shop: { blue: { requests: 1 } } });
  reader.close();
});

test("is ended where nobody asks it anything", async () => {
  await until("it has ended", async () => (await replaced()).length === 0);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});
