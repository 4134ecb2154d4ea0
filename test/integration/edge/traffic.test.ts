import { afterEach, beforeEach, expect, test } from "vitest";
import { startLoad } from "../../../load/load.ts";
import { otherColor, type Color } from "../../../model/color.ts";
import { Stage, until } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterEach(() => stage.remove());

const CLIENTS = { keepAlive: 4, fresh: 1, slow: 2, upload: 1, stream: 1 };
const LIB = ". /usr/local/lib/tidegate/lib.sh";
const VERSION = { blue: "1.0.0", green: "2.0.0" } as const;

test("loses no request and mixes no answers while it switches", async () => {
  const quick = await startLoad({ url: stage.url, clients: { keepAlive: 4, fresh: 2, slow: 0, upload: 0, stream: 0 } });
  const slow = await startLoad({
    url: stage.url,
    clients: { keepAlive: 0, fresh: 0, slow: 2, upload: 1, stream: 1, websocket: 1 },
    slowMs: 700,
    uploadBytes: 1_000_000,
  });
  let color: Color = "blue";
  for (let flip = 1; flip <= 6; flip++) {
    color = otherColor(color);
    quick.announce(VERSION[color]);
    expect(await stage.cutOver(color, 1_000 + flip)).toMatchObject({ exitCode: 0 });
  }
  const report = await quick.stop();
  expect(report).toMatchObject({ lost: 0, backwards: 0, unexpected: 0, mixedMs: 0, failures: [] });
  expect(report.requests).toBeGreaterThan(200);
  expect(await slow.stop()).toMatchObject({ lost: 0, failures: [] });
});

test("loses no request while it reloads, and then switches the workers that are left from that", async () => {
  const load = await startLoad({ url: stage.url, clients: CLIENTS, slowMs: 700, uploadBytes: 1_000_000 });
  for (let reload = 1; reload <= 6; reload++) {
    stage.release("green", "v2", { health: { path: reload % 2 === 0 ? "/healthz" : "/version" } });
    // Not what an up does to a color that serves, but what a new way of writing its check may do.
    if (reload > 3) stage.release("blue", "v1", { health: { path: reload % 2 === 0 ? "/" : "/version" } });
    stage.part = { ...stage.part, maxReplicas: 4 + reload };
    expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  }
  await stage.removeReplica("green");
  await stage.startReplica("green");
  load.announce(VERSION.green);
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  const report = await load.stop();
  expect(report).toMatchObject({ lost: 0, backwards: 0, unexpected: 0, failures: [] });
});

test("never serves an unhealthy container that took the place of a healthy idle one", async () => {
  const seen = new Set<number>();
  for (let round = 0; round < 3; round++) {
    await stage.removeReplica("green");
    await stage.startReplica("green", 0, { env: ["APP_BREAK=unhealthy"] });
    stage.part = { ...stage.part, gate: { ...stage.part.gate, within: "2s" } };
    await stage.apply();
    const ended = await stage.cutOver("green", 1_001);
    expect(ended.exitCode).toBe(3);
    seen.add((await stage.get(stage.url)).status);
    await stage.removeReplica("green");
    await stage.startReplica("green");
    await until("the healthy one is up", async () => (await stage.get(stage.previewUrl)).version === "2.0.0");
  }
  expect([...seen]).toEqual([200]);
});

test("a worker that a reload has replaced sends what it still gets where the newest one sends it", async () => {
  const load = await startLoad({ url: stage.url, clients: { keepAlive: 0, fresh: 0, slow: 0, upload: 0, stream: 1 } });
  stage.part = { ...stage.part, maxReplicas: 6 };
  await stage.apply();
  // The old worker has the address of a container that is gone by now.
  await stage.removeReplica("green");
  await stage.startReplica("green");
  load.announce(VERSION.green);
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  // Workers of earlier reloads may be there as well, and end at any moment; the one with the stream stays.
  const olds = (await stage.inEdge(`${LIB}; workers | awk '$1 == "old" {print $2}'`)).split("\n").filter(Boolean);
  const answers = await Promise.all(
    olds.map((old) =>
      stage.inEdge(`${LIB}; echo "@!${old} show map $RUN/handover.map; @!${old} show map $STATE/active.map" | master`),
    ),
  );
  const maps = answers.filter((answer) => !answer.includes("Can't find the target"));
  expect(maps).not.toEqual([]);
  for (const map of maps) expect(map).toMatch(/replaced yes[^]*shop shop\.green/);
  expect(await load.stop()).toMatchObject({ lost: 0 });
});

test("takes a replica that is to go out of the proxy before anybody stops it", async () => {
  stage.part = { ...stage.part, replicas: 2 };
  await Promise.all([stage.startReplica("blue", 1), stage.startReplica("green", 1)]);
  await stage.apply();
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  const load = await startLoad({ url: stage.url, clients: { ...CLIENTS, stream: 0 }, slowMs: 500 });
  const before = await stage.inEdge("cat /run/tidegate/loaded");
  stage.part = { ...stage.part, replicas: 1 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
  expect(await stage.inEdge("cat /run/tidegate/loaded")).toBe(before);
  await stage.docker.getContainer(stage.replica("green", 1)).stop({ t: 5 });
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
});
