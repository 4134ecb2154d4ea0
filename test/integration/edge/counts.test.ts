import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { BUCKET_BOUNDS_MS, countsBetween, NO_COUNTS, type Counts } from "../../../edge/counts.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { findEdge } from "../../../edge/running-edge.ts";
import type { Request, Response } from "../../../edge/session.ts";
import { withSession } from "../../../edge/with-session.ts";
import type { Color } from "../../../model/color.ts";
import { Stage, until } from "./stage.ts";

/**
 * Answers `/302?ms=40` with that status after that time, `/headers` with those that came, and ends the connection of `/drop` without an
 * answer.
 */
const APP = `require("node:http").createServer((request, response) => {
  const url = new URL(request.url, "http://app");
  if (url.pathname === "/drop") return request.socket.destroy();
  if (url.pathname === "/headers") return response.end(JSON.stringify(request.headers));
  const status = Number(url.pathname.slice(1)) || 200;
  setTimeout(() => response.writeHead(status, { location: "/200" }).end("ok"), Number(url.searchParams.get("ms") ?? 0));
}).listen(3000);`;

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  stage.release("blue", "v1");
  stage.release("green", "v2");
  await Promise.all((["blue", "green"] as const).map((color) => startApp(color)));
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

function startApp(color: Color): Promise<void> {
  return stage.startReplica(color, 0, { command: ["node", "--eval", APP] });
}

const edge = () => findEdge({ host: LOCAL_HOST, ...stage.id });

async function read(color: Color): Promise<Counts> {
  const reader = await haproxy.openCounts(await edge());
  try {
    return (await reader.read())["shop"]?.[color] ?? NO_COUNTS;
  } finally {
    reader.close();
  }
}

/** What a color counts of what happens in `act`. */
async function countedIn(color: Color, act: () => Promise<unknown>): Promise<Counts> {
  const before = await read(color);
  await act();
  return countsBetween(before, await read(color));
}

/** Asks one after the other; returns how long each took at the client, in ms. */
async function ask(paths: readonly string[]): Promise<number[]> {
  const took: number[] = [];
  for (const path of paths) {
    const begin = performance.now();
    const answer = await fetch(`${stage.url}${path}`, { redirect: "manual" });
    took.push(performance.now() - begin);
    await answer.text();
  }
  return took;
}

/** Asks as the control does. Where nobody passes the checks, the public listener answers all the same, a color does not. */
async function askInside(to: Request["to"]): Promise<Response> {
  const request = { host: "localhost", path: "/200", withinMs: 5_000, to };
  return withSession(await edge(), "shop", (session) => session.send(request));
}

/** Asks for `/drop` on a connection of its own: on a kept one the edge answers nothing, and leaves trying again to the client. */
async function drop(method: "GET" | "POST"): Promise<void> {
  const sent = request(`${stage.url}/drop`, { method, agent: false }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage]; // what the event brings
  expect(answer.statusCode).toBe(502);
  await once(answer.resume(), "end");
}

function times(count: number, path: string): string[] {
  return Array.from({ length: count }, () => path);
}

const answersIn = ({ latency }: Counts) => latency.reduce((sum, count) => sum + count, 0);

test("counts every request by its status and by the time it took", async () => {
  const delays = [
    ...times(20, "/200"),
    ...times(9, "/201?ms=30"),
    ...times(6, "/302?ms=120"),
    ...times(4, "/404"),
    ...times(3, "/500?ms=300"),
  ];
  let took: number[] = [];
  const counts = await countedIn("blue", async () => (took = await ask(delays)));
  expect(counts).toMatchObject({ requests: 42, statuses: [0, 29, 6, 4, 3], connectFailures: 0, retries: 0 });
  expect(answersIn(counts)).toBe(42);
  // An answer takes at least what the app waits, up to the grain of its timer, and at most what the client waits for it.
  const waited = delays.map((path) => Number(/ms=(\d+)/.exec(path)?.[1] ?? 1) - 1);
  for (const [index, bound] of BUCKET_BOUNDS_MS.entries()) {
    const within = counts.latency.slice(0, index + 1).reduce((sum, count) => sum + count, 0);
    expect(within).toBeGreaterThanOrEqual(took.filter((ms) => ms <= bound).length);
    expect(within).toBeLessThanOrEqual(waited.filter((ms) => ms <= bound).length);
  }
});

test("counts requests at the same time exactly", async () => {
  const counts = await countedIn("blue", () => Promise.all(times(20, "/200").map((path) => ask(times(50, path)))));
  expect(counts).toMatchObject({ requests: 1_000, statuses: [0, 1_000, 0, 0, 0] });
  expect(answersIn(counts)).toBe(1_000);
});

test("counts what is sent again, and what finds no replica", async () => {
  const dropped = await countedIn("blue", async () => {
    await drop("GET");
    await drop("GET");
    await drop("POST");
  });
  expect(dropped).toMatchObject({ requests: 3, statuses: [0, 0, 0, 0, 3], connectFailures: 0, retries: 6 });
  await stage.removeReplica("blue");
  try {
    await until("nobody is left", async () => (await stage.get(`${stage.url}/200`)).status === 503);
    const refused = await countedIn("blue", () => ask(times(5, "/200")));
    expect(refused).toMatchObject({ requests: 5, statuses: [0, 0, 0, 0, 5], connectFailures: 5 });
  } finally {
    await startApp("blue");
    await until("it passes its checks", async () => (await askInside({ color: "blue" })).status === 200);
  }
});

test("leaves out health checks, smoke requests, the verification, the preview and whoever asks for readiness", async () => {
  const [blue, green] = [await read("blue"), await read("green")];
  for (const to of ["public", { color: "blue" }, { color: "green" }] as const) {
    expect(await askInside(to)).toMatchObject({ status: 200 });
  }
  expect(await stage.get(`${stage.previewUrl}/200`)).toMatchObject({ status: 200 });
  expect(await stage.get(`${stage.url}/.well-known/tidegate/ready`)).toMatchObject({ status: 200 });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0 });
  expect([await read("blue"), await read("green")]).toEqual([blue, green]);
});

test("counts what stands in for users, as one of them, and believes that mark from inside alone", async () => {
  const inside = (mark: string) =>
    stage.inEdge(`curl -s -o /dev/null -H 'X-Tidegate-Synthetic: ${mark}' http://127.0.0.1:8080/200`);
  const counts = await countedIn("blue", async () => {
    await inside("true");
    await inside("false");
  });
  expect(counts).toMatchObject({ requests: 1, statuses: [0, 1, 0, 0, 0] });
  const claimed = await fetch(`${stage.url}/headers`, { headers: { "X-Tidegate-Synthetic": "true" } });
  expect(await claimed.json()).not.toHaveProperty("x-tidegate-synthetic");
  let logged: { client: string; path: string }[] = [];
  await until("all are logged", async () => {
    const lines = await haproxy.readAccessLog(stage.docker, stage.edge, 10_000);
    logged = lines.map((line) => JSON.parse(line) as (typeof logged)[number]);
    return logged.some(({ path }) => path === "/headers");
  });
  expect(logged.filter(({ client }) => client === "synthetic")).toMatchObject([{ path: "/200" }]);
});

test("counts on through reloads, with what old workers still answer", async () => {
  const before = await read("blue");
  const slow = ask(times(2, "/200?ms=1500"));
  for (let reload = 1; reload <= 4; reload += 1) {
    stage.part = { ...stage.part, maxReplicas: 4 + (reload % 2) };
    expect(await stage.apply()).toMatchObject({ exitCode: 0 });
    await ask(times(5, "/200"));
  }
  await slow;
  const all = { requests: 22, statuses: [0, 22, 0, 0, 0], connectFailures: 0 };
  expect(countsBetween(before, await read("blue"))).toMatchObject(all);
  await until("the old workers have ended", async () => {
    const workers = await stage.inEdge(". /usr/local/lib/tidegate/lib.sh; workers");
    return !workers.includes("old");
  });
  const after = countsBetween(before, await read("blue"));
  expect(after).toMatchObject(all);
  expect(answersIn(after)).toBe(22);
});

test("counts by the color that a request was for, and begins at 0 when the edge starts", async () => {
  expect(await stage.cutOver("green", 1_003)).toMatchObject({ exitCode: 0 });
  const blue = await countedIn("blue", async () => {
    expect(await countedIn("green", () => ask(times(7, "/200")))).toMatchObject({ requests: 7 });
  });
  expect(blue).toEqual(NO_COUNTS);
  await stage.docker.getContainer(stage.edge).restart({ t: 5 });
  await until("it serves again", async () => (await stage.get(`${stage.url}/200`)).status === 200);
  const asked = await countedIn("green", () => ask(times(3, "/200")));
  expect(asked).toMatchObject({ requests: 3, statuses: [0, 3, 0, 0, 0] });
  expect((await read("blue")).requests).toBe(0);
});
