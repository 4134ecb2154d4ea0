import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { askDependencies } from "../../../edge/control/ask-dependencies.ts";
import { inspectReplicas, type Replica } from "../../../edge/control/replicas.ts";
import { Waiting } from "../../../edge/control/waiting.ts";
import { findEdge } from "../../../edge/running-edge.ts";
import { networkName } from "../../../model/names.ts";
import { startLoad } from "../../../load/load.ts";
import { requestStop } from "../../../model/stop-file.ts";
import { Stage, until } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

async function startGreen(checks: object, env: string[] = [], line = ""): Promise<void> {
  await stage.removeReplica("green");
  stage.release("green", "v2", { checks });
  await stage.startReplica("green", 0, {
    env,
    ...(line === "" ? {} : { command: ["sh", "-c", `echo '${line}'; exec node /app/app.mjs`] }),
  });
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
}

const node = (script: string) => ["node", "-e", script];

test("lets a release pass whose commands succeed and whose log is clean", async () => {
  const command = node("console.log('db ' + process.env.DB); process.exit(2)");
  await startGreen({ commands: [{ command, exitCode: 2, contains: "db one" }], logs: {} }, ["DB=one"]);
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0 });
});

test("names every command that fails and the lines of the log, and leaves traffic where it was", async () => {
  const commands = [
    { command: node("console.error('no route to db'); process.exit(3)") },
    { command: node("console.log('db two')"), contains: "db one" },
    { command: node("setTimeout(() => {}, 20_000)"), within: "500ms" },
    { command: ["pg_isready"] },
  ];
  await startGreen({ commands, logs: {} }, [], "12:00 ERROR no price list");
  const ended = await stage.cutOver("green", 1_003);
  expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ended.stderr).toMatch(/is healthy, but failed its checks; traffic stays where it is\./);
  expect(ended.stderr).toMatch(/exit code 3 instead of 0\n {4}\| no route to db/);
  expect(ended.stderr).toMatch(/its output does not contain "db one"\n {4}\| db two/);
  expect(ended.stderr).toMatch(/has not ended within 500ms/);
  expect(ended.stderr).toMatch(/command pg_isready: exit code 12[67] instead of 0/);
  expect(ended.stderr).toMatch(
    /1 lines in its log since its start that may not be there\n {4}\| 12:00 ERROR no price list/,
  );
  expect(stage.verdict("cutover")).toMatchObject({ exitCode: 3, reason: "checks", switchedAt: null });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});

test("asks dependencies from the network of the replica, again until they are there, and leaves no container behind", async () => {
  const late = `${stage.id.project}-late`;
  const dependencies = [
    { tcp: "127.0.0.1:3000" }, // the replica's own
    { http: "http://127.0.0.1:3000/none", expect: 404 },
    { http: `http://${stage.edge}:8080/` },
    { tcp: `${late}:3000`, within: "30s" },
    { command: node("process.exit(0)"), when: "both" },
  ];
  await startGreen({ dependencies });
  const container = await stage.docker.createContainer({
    name: late,
    Image: stage.part.releases.green?.release.image ?? "",
    Labels: stage.labels("helper"),
    HostConfig: { NetworkMode: networkName(stage.id) },
  });
  const ended = stage.cutOver("green", 1_003);
  await until("somebody asks", async () => (await probes()).length === 1);
  await container.start();
  expect(await ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await probes()).toEqual([]);
  await container.remove({ force: true });
  expect(await stage.cutOver("blue", 1_004)).toMatchObject({ exitCode: 0 });
});

test("names every dependency that does not answer, what was seen and what to do", async () => {
  const within = "1s";
  const dependencies = [
    { tcp: `${stage.edge}:1`, within },
    { tcp: "nowhere:5432", within },
    { http: `http://${stage.edge}:8080/`, expect: 204, within: "0s" },
    { http: "http://127.0.0.1:1/", within },
    { command: node("console.log('no'); process.exit(4)"), within },
    { tcp: "after:1", when: "after" },
  ];
  await startGreen({ dependencies });
  const { exitCode, stderr } = await stage.cutOver("green", 1_005);
  expect(exitCode).toBe(3);
  expect(
    stderr
      .replaceAll(/ \(tried \d+ times in 1s\)/g, "")
      .split("\n")
      .slice(1, -1),
  ).toEqual([
    `  dependency tcp ${stage.edge}:1: nothing accepts connections at ${stage.edge}:1. Start it, or correct the port.`,
    "  dependency tcp nowhere:5432: its name is not known there. Correct it, or have the replicas join its network " +
      "(`tidegate:network.attach`).",
    `  dependency http http://${stage.edge}:8080/: status 200 instead of 204. See in its log why, or expect it (\`expect: 200\`).`,
    "  dependency http http://127.0.0.1:1/: nothing accepts connections at 127.0.0.1:1. Start it, or correct the port.",
    expect.stringMatching(/^ {2}dependency command .*: exit code 4 instead of 0$/),
    "    | no",
  ]);
  expect(await probes()).toEqual([]);
});

test("says that no replica could ask where it ended meanwhile", async () => {
  await startGreen({ dependencies: [{ tcp: "db:5432" }] });
  await stage.docker.getContainer(stage.replica("green")).stop({ t: 1 });
  const asking = {
    ...{ edge: await findEdge({ host: LOCAL_HOST, ...stage.id }), mandate: { isStopRequested: () => false } },
    ...{ replica: await greenReplica(), waiting: new Waiting({ service: "shop" }) },
  };
  expect(await askDependencies([{ tcp: "db:5432" }], asking)).toEqual([
    expect.stringMatching(
      /^dependencies: cannot be asked from \S+-green-0 \(.*\)\. See whether it still runs, and its log$/,
    ),
  ]);
  expect(await probes()).toEqual([]);
});

test("asks no longer when the run is asked to stop, and leaves no container behind", async () => {
  await startGreen({ dependencies: [{ tcp: "nowhere:5432", within: "10m" }] });
  const ended = stage.cutOver("green", 1_005);
  await until("somebody asks", async () => (await probes()).length === 1);
  requestStop(stage.results);
  expect(await ended).toMatchObject({ exitCode: 130 });
  rmSync(join(stage.results, "stop"));
  expect(await probes()).toEqual([]);
});

async function greenReplica(): Promise<Replica | undefined> {
  const [replica] = await inspectReplicas(stage.docker, stage.id, { service: "shop", color: "green", count: 1 });
  return replica ?? undefined;
}

async function probes(): Promise<unknown[]> {
  return await stage.docker.listContainers({ all: true, filters: { name: [`${stage.replica("green")}-probe-`] } });
}

test("puts traffic back when a check is red after the switch, and loses no request", async () => {
  await startGreen({ commands: [{ command: node("process.exit(9)"), when: "after" }] });
  const load = await startLoad({ url: stage.url, clients: { keepAlive: 3, fresh: 1, slow: 1, upload: 1, stream: 1 } });
  const ended = await stage.cutOver("green", 1_005);
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  expect(ended).toMatchObject({ exitCode: 5, stdout: "" });
  expect(ended.stderr).toMatch(
    /got the traffic and failed its checks; traffic is back on blue\.\n.*exit code 9 instead of 0/,
  );
  expect(stage.verdict("cutover")).toMatchObject({ exitCode: 5, reason: "verify", from: "blue", to: "blue" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});
