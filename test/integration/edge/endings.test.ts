import { spawn } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { observeHost } from "../../../edge/observe-host.ts";
import { Stage, until } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.start();
  await stage.startBoth();
  await stage.apply();
});
afterEach(() => stage.remove());

test("keeps the color through a restart and through a new container of the edge", async () => {
  await stage.cutOver("blue", 1_000);
  await stage.cutOver("green", 1_001);
  await stage.docker.getContainer(stage.edge).restart({ t: 1 });
  await until("green serves again", async () => (await stage.get(stage.url)).version === "2.0.0");

  await stage.docker.getContainer(stage.edge).kill();
  await stage.docker.getContainer(stage.edge).start();
  await until("green serves again", async () => (await stage.get(stage.url)).version === "2.0.0");

  await stage.docker.getContainer(stage.edge).remove({ force: true });
  await stage.startEdge(/^(?:200|503)$/);
  await until("green serves again", async () => (await stage.get(stage.url)).version === "2.0.0");
  await until("blue is back too", async () => (await stage.get(stage.previewUrl)).version === "1.0.0");
});

test("waits for the proxy of an edge that has only just been started", async () => {
  await stage.docker.getContainer(stage.edge).remove({ force: true });
  await stage.startEdge(null);
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  await stage.docker.getContainer(stage.edge).restart({ t: 0 });
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
});

test("refuses to switch when somebody else has switched meanwhile", async () => {
  await stage.cutOver("blue", 1_000);
  await stage.cutOver("green", 1_001);
  const late = await stage.cutOver("blue", 1_001);
  expect(late).toMatchObject({ exitCode: 6 });
  expect(late.stderr).toMatch(/someone switched meanwhile \(switch number 1001/);
  expect(await stage.get(stage.url)).toMatchObject({ version: "2.0.0" });

  const both = await Promise.all([stage.cutOver("blue", 1_002), stage.cutOver("green", 1_002)]);
  expect(both.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 6]);
});

test("asserts everything and changes nothing where the traffic is already", async () => {
  await stage.cutOver("blue", 1_000);
  const before = (await observeHost(stage.docker, stage.id)).services;
  await stage.inEdge(
    `. /usr/local/lib/tidegate/lib.sh; echo "set map $STATE/active.map shop shop.green" | worker; rm $STATE/active.map`,
  );
  expect(await stage.get(stage.url)).toMatchObject({ version: "2.0.0" });
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  expect((await observeHost(stage.docker, stage.id)).services).toEqual(before);
  expect(await stage.inEdge("cat /var/lib/tidegate/active.map")).toBe("shop shop.blue\n");
  expect(stage.verdict("cutover")).toMatchObject({ ok: true, from: "blue", to: "blue", switchMs: null });
});

test("switches back when the traffic does not arrive", async () => {
  await stage.cutOver("blue", 1_000);
  // The release says its pages are at /api, and its smoke request passes; but what the public gets there is an error.
  stage.release("green", "v2", { smoke: [{ path: "/version", contains: "2.0.0" }] });
  await stage.removeReplica("green");
  await stage.startReplica("green");
  await stage.apply();
  await stage.inEdge(
    `. /usr/local/lib/tidegate/lib.sh; sed -i 's/^  use_backend %/  http-request return status 500 if { path \\/version }\\n&/' $STATE/base.cfg; ` +
      `kill -USR2 1 2>/dev/null; true`,
  );
  await stage.docker.getContainer(stage.edge).restart({ t: 1 });
  await until("blue serves", async () => (await stage.get(stage.url)).version === "1.0.0");
  const ended = await stage.cutOver("green", 1_001);
  expect(ended).toMatchObject({ exitCode: 5 });
  expect(ended.stderr).toMatch(/did not arrive at green \(version 2\.0\.0\) and is back on blue/);
  expect(stage.verdict("cutover")).toMatchObject({ ok: false, reason: "verify", from: "blue", to: "blue" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  const { record } = (await observeHost(stage.docker, stage.id)).services["shop"] ?? {};
  expect(record).toMatchObject({ active: "blue", generation: 1_002 });
});

test("ends without switching when the run that started it is gone", async () => {
  await stage.cutOver("blue", 1_000);
  await stage.removeReplica("green");
  await stage.startReplica("green", 0, { env: ["APP_START_DELAY=2500"] });
  // The engine of this test is a process of its own, so that it can die while its child goes on.
  const { path, args, env } = stage.controlCommand("cutover", stage.cutoverTask("green", 1_001));
  const engine = spawn(
    process.execPath,
    [
      "-e",
      `require("node:child_process").spawn(${JSON.stringify(path)}, ${JSON.stringify(args)}, {stdio: "ignore", detached: true}); setInterval(() => {}, 1000)`,
    ],
    { env, stdio: "ignore" },
  );
  await until("the gate waits", async () =>
    /edge\0session\0shop/.test(await stage.inEdge("cat /proc/[0-9]*/cmdline 2>/dev/null; true")),
  );
  engine.kill("SIGKILL");
  await until("it says so", async () => stage.tryVerdict("cutover")?.reason === "orphaned");
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});

test("keeps the old config when the proxy refuses the new one", async () => {
  await stage.cutOver("blue", 1_000);
  const refused = await stage.base(true, { shop: "no certificate" });
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.stderr).toMatch(/the proxy refused the new config and keeps the old one[\s\S]*shop\.pem/);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  expect((await observeHost(stage.docker, stage.id)).edge?.base).toBeNull();
  expect(await stage.inEdge("ls /var/lib/tidegate/certificates")).toBe("");
});

test("takes a service out, and again when it is out, and when the edge is gone", async () => {
  await stage.cutOver("blue", 1_000);
  const task = { service: "shop" };
  expect(await stage.control("remove", task)).toMatchObject({ exitCode: 0 });
  expect(await stage.get(stage.url)).toMatchObject({ status: 503 });
  expect((await observeHost(stage.docker, stage.id)).services["shop"]).toMatchObject({ record: null, workers: [] });
  expect(await stage.control("remove", task)).toMatchObject({ exitCode: 0 });
  await stage.docker.getContainer(stage.edge).remove({ force: true });
  expect(await stage.control("remove", task)).toMatchObject({ exitCode: 0 });
});
