import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lostLines } from "../../../bench/flip/log-losses.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { gaps, readLogLines, type LogLine } from "../../support/access-log.ts";
import { Stage, until } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

const readLines = () => readLogLines(stage.docker, stage.edge);

const WRITER = `grep -lz '^write' /proc/[0-9]*/cmdline 2>/dev/null | xargs grep -l access-log | cut -d/ -f3`;

/** Sends a signal to the process that writes the log. */
async function signalWriter(signal: string): Promise<void> {
  await stage.inEdge(`kill -${signal} $(${WRITER})`);
}

/** Clients that ask until they are stopped; returns the ids that the answers bore. */
function startClients(paths: readonly string[]): () => Promise<string[]> {
  const ids: string[] = [];
  let isStopped = false;
  const clients = paths.map(async (path) => {
    while (!isStopped) {
      const answer = await fetch(`${stage.url}${path}`);
      await answer.text();
      ids.push(answer.headers.get("x-request-id") ?? "");
    }
  });
  return async () => {
    isStopped = true;
    await Promise.all(clients);
    return ids;
  };
}

/** Waits until the log has all of these requests, and nothing in it is said to be lost or left out. */
async function expectWritten(ids: readonly string[]): Promise<void> {
  let missing = [...ids];
  try {
    await until("all of it is written", async () => {
      const written = new Set((await readLines()).map(({ requestId }) => requestId));
      missing = ids.filter((id) => !written.has(id));
      return missing.length === 0;
    });
  } catch {
    expect(missing, `of ${ids.length} requests`).toEqual([]);
  }
  const lines = await readLines();
  expect(lines.filter(({ lost }) => lost !== undefined)).toEqual([]);
  expect(gaps(lines)).toBe(0);
}

test("has every request once, across reloads and answers that outlast them", async () => {
  // Fewer than memory holds, also where the disk takes its time.
  const stop = startClients(["/slow?ms=5", "/slow?ms=10", "/slow?ms=15", "/slow?ms=900", "/slow?ms=1300"]);
  for (let reload = 1; reload <= 3; reload++) {
    stage.part = { ...stage.part, maxReplicas: 4 + reload };
    expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  }
  const ids = await stop();
  expect(ids.length).toBeGreaterThan(100);
  await expectWritten(ids);
  await until("the replaced workers have ended", async () => {
    const workers = await stage.inEdge(". /usr/local/lib/tidegate/lib.sh; workers");
    return !workers.includes("old");
  });
}, 60_000);

test("goes on where it was when what writes it dies", async () => {
  const stop = startClients(["/", "/version", "/slow?ms=300"]);
  try {
    for (let death = 1; death <= 3; death++) {
      const { length } = await readLines();
      await until("the next one writes", async () => (await readLines()).length > length);
      await signalWriter("KILL");
    }
  } finally {
    await expectWritten(await stop());
  }
}, 60_000);

test("reloads only when the worker that goes is being read, which it could not be afterwards", async () => {
  await signalWriter("STOP");
  const stop = startClients(["/slow?ms=20"]);
  const reload = async () => {
    stage.part = { ...stage.part, maxReplicas: stage.part.maxReplicas + 1 };
    expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  };
  await reload();
  const second = reload();
  await until("the second one is about to begin", async () =>
    (await stage.inEdge("ls /run/tidegate/apply.*/haproxy.cfg.before || true")).includes("before"),
  );
  await signalWriter("CONT");
  await second;
  await expectWritten(await stop());
}, 60_000);

test("goes on after the edge has been stopped, which can be read while it is", async () => {
  const stop = startClients(["/slow?ms=400", "/"]);
  await sleep(500);
  const ids = stop();
  const edge = stage.docker.getContainer(stage.edge);
  const before = await ids;
  await edge.stop({ t: 10 });
  expect((await edge.inspect()).State.ExitCode).toBe(0); // by itself: what writes the log does not hold it up
  const written = (await readLines()).map(({ requestId }) => requestId);
  expect(before.filter((id) => !written.includes(id))).toEqual([]);
  const seen: string[] = [];
  await haproxy.followAccessLog(stage.docker, stage.edge, 3, (line) => seen.push(line));
  expect(seen).toHaveLength(3);
  expect(await haproxy.readAccessLog(stage.docker, stage.edge, 0)).toEqual([]);

  await edge.start();
  await until("it serves again", async () => (await stage.get(stage.url)).status === 200);
  await until("it logs again", async () => {
    const [last] = await haproxy.readAccessLog(stage.docker, stage.edge, 1);
    return last !== undefined && !written.includes((JSON.parse(last) as LogLine).requestId);
  });
}, 60_000);

test("counts the requests that it is short of, when nobody has written for longer than memory lasts", async () => {
  const { length: before } = await readLines();
  await signalWriter("STOP");
  const path = `/${"x".repeat(1_900)}`;
  let sent = 0;
  const send = async () => {
    await (await fetch(`${stage.url}${path}`)).text();
    sent += 1;
  };
  const clients = Array.from({ length: 8 }, async () => {
    for (let request = 0; request < 500; request += 1) {
      await send();
    }
  });
  await Promise.all(clients);
  await signalWriter("CONT");
  const told = async () => (await readLines()).slice(before).filter(({ lost }) => lost !== undefined);
  await until("the loss is told", async () => {
    await send(); // a later line's number tells how many came before it
    return (await told()).length > 0;
  });
  let lost = 0;
  await until("all is accounted for", async () => {
    const lines = (await readLines()).slice(before);
    lost = lines.reduce((sum, line) => sum + (line.lost ?? 0), 0);
    return lost > 0 && lines.filter((line) => line.path === path).length + lost === sent;
  });
  expect(await lostLines(stage.docker, stage.edge)).toBe(lost); // said in the container's output as well
}, 90_000);

/** Takes the replica that serves out of use, or back into it. */
async function setServer(state: "maint" | "ready"): Promise<void> {
  const orders = ["shop.blue", "shop.blue-open"].map((pool) => `set server ${pool}/slot0 state ${state}`);
  await stage.inEdge(`. /usr/local/lib/tidegate/lib.sh; echo "${orders.join("; ")}" | worker`);
}

test("leaves requests out where it is told to, but no error", async () => {
  const send = async (count: number) => {
    const { length: before } = await readLines();
    const last = `/end-${before}`;
    for (let request = 0; request < count; request += 1) await (await fetch(`${stage.url}/version`)).text();
    await setServer("maint");
    expect((await stage.get(`${stage.url}${last}`)).status).toBe(503);
    await setServer("ready");
    await until("the last is written", async () => (await readLines()).some(({ path }) => path === last));
    return (await readLines()).slice(before).filter(({ path }) => path === "/version").length;
  };
  expect(await stage.base(false, {}, {}, { accessLog: "errors" })).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await send(20)).toBe(0);
  expect(await stage.base(false, {}, {}, { accessLog: "sampled" })).toMatchObject({ exitCode: 0, stderr: "" });
  // One in ten of 400, within six standard deviations.
  const sampled = await send(400);
  expect(sampled).toBeGreaterThan(4);
  expect(sampled).toBeLessThan(76);
}, 90_000);
