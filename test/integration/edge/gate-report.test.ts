import { afterAll, beforeAll, expect, test } from "vitest";
import { LABEL, networkName } from "../../../model/names.ts";
import { Stage } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  stage.part = { ...stage.part, gate: { passes: 2, interval: "50ms", within: "4s", restarts: 3 } };
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

const answering = (answer: string) => ["node", "-e", `require("http").createServer((_, r) => ${answer}).listen(3000)`];

const CASES: [what: string, env: string[], settings: object, report: RegExp, command?: string[]][] = [
  [
    "crashes",
    ["APP_BREAK=crash"],
    {},
    /crashed: exit code 7, restarted 0 times[\s\S]*\| .*FATAL: cannot read the price list/,
  ],
  ["listens on another port", ["PORT=4000"], {}, /wrong port: nothing listens on 3000, but on 4000/],
  [
    "listens to itself only",
    ["APP_BREAK=loopback"],
    {},
    /reachable by Docker but not by the proxy: it listens on 127\.0\.0\.1:3000/,
  ],
  ["never listens", ["APP_BREAK=refuse"], {}, /too slow: it runs, but listens on no port yet/],
  [
    "has no such path",
    ["APP_BREAK=wrong-path"],
    {},
    /wrong path: GET \/healthz on port 3000 was answered with 404 instead of 200/,
  ],
  [
    "redirects",
    [],
    {},
    /redirect: GET \/healthz .* answered with 302 instead of 200\. It redirects to http:\/\/[\d.]+:3000\/login\?next=healthz\./,
    answering('r.writeHead(302, { location: "/login?next=healthz" }).end()'),
  ],
  [
    "wants a login",
    [],
    {},
    /login wanted: GET \/healthz .* answered with 401 instead of 200/,
    answering("r.writeHead(401).end()"),
  ],
  [
    "starts a command that its image does not have",
    [],
    {},
    /crashed: exit code 127, restarted 0 times\. 127: a command that it starts is not in the image[^]*\| .*serve-shop.* not found/,
    ["sh", "-c", "serve-shop"],
  ],
  ["says it is unwell", ["APP_BREAK=unhealthy"], {}, /unhealthy: GET \/healthz .* answered with 503/],
  [
    "answers too late",
    ["APP_BREAK=slow"],
    { health: { timeout: "300ms" } },
    /too slow: GET \/healthz on port 3000 was not answered within 300ms/,
  ],
  [
    "does not say that it is well",
    [],
    { health: { contains: '"status":"UP"' } },
    /another text: GET \/healthz on port 3000 was answered with 200, but without "\\"status\\":\\"UP\\""\./,
  ],
  [
    "has no management port",
    [],
    { health: { port: 9000, method: "HEAD" } },
    /wrong port: nothing listens on 9000, but on 3000\. Correct `health\.port`\./,
  ],
  [
    "hangs",
    ["APP_BREAK=hang"],
    { health: { timeout: "300ms" } },
    /too slow: GET \/healthz[^]* {4}processes \d+, memory \d+ of \d+ MiB, throttled \d+ %/,
  ],
];

test.each(CASES)(
  "says of a replica that %s what it is, and leaves traffic where it was",
  async (_, env, settings, report, command) => {
    await stage.removeReplica("green");
    stage.release("green", "v2", settings);
    await stage.startReplica("green", 0, { env, ...(command === undefined ? {} : { command }) });
    expect(await stage.apply()).toMatchObject({ exitCode: 0 });

    const ended = await stage.cutOver("green", 1_001);
    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toMatch(report);
    expect(ended.waiting.join("\n")).toMatch(/^waiting: 0 of 1 replicas ready; green-0: .+; \ds left$/m);
    expect(stage.verdict("cutover")).toMatchObject({ ok: false, exitCode: 3, reason: "gate", switchedAt: null });
    expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
  },
);

test("gives a replica up that crashes again and again, long before its time is over", async () => {
  await stage.removeReplica("green");
  const { gate } = stage.part;
  stage.part = { ...stage.part, gate: { ...gate, within: "1h", restarts: 2 } };
  stage.release("green", "v2");
  await stage.startReplica("green", 0, { env: ["APP_BREAK=crash"], restarts: true });
  await stage.apply();
  const ended = await stage.cutOver("green", 1_001);
  stage.part = { ...stage.part, gate };
  expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ended.stderr).toMatch(/did not pass the gate, because it crashes again and again \(`gate\.restarts`: 2\)/);
  expect(ended.stderr).toMatch(/crashed: exit code 7, restarted \d times/);
  expect(stage.verdict("cutover")).toMatchObject({ ok: false, reason: "gate", switchedAt: null });
});

test("names a replica that is missing, of another release, never started, or off the network, at once", async () => {
  stage.release("green", "v2");
  await stage.apply();
  await stage.removeReplica("green");
  expect((await stage.cutOver("green", 1_001)).stderr).toMatch(/not started: there is no such container/);

  const labels = { ...stage.labels("replica"), [LABEL.color]: "green" };
  const { release } = stage.part.releases.green ?? {};
  const create = (hash: string, network: string) =>
    stage.docker.createContainer({
      name: stage.replica("green"),
      Image: release?.image ?? "",
      Labels: { ...labels, [LABEL.release]: hash },
      HostConfig: { NetworkMode: network },
    });
  await create("0123456789abcdef", networkName(stage.id));
  expect((await stage.cutOver("green", 1_001)).stderr).toMatch(/another release: it runs 0123456789abcdef/);

  await stage.removeReplica("green");
  const hash = stage.part.releases.green?.hash ?? "";
  await create(hash, networkName(stage.id));
  expect((await stage.cutOver("green", 1_001)).stderr).toMatch(/not started: the engine has made it/);

  await stage.removeReplica("green");
  await (await create(hash, "bridge")).start();
  expect((await stage.cutOver("green", 1_001)).stderr).toMatch(
    /but not by the proxy: it is not on the stack's network/,
  );
});

test("is refused by a smoke request that gets another answer than it must", async () => {
  await stage.removeReplica("green");
  stage.release("green", "v4", {
    smoke: [
      { path: "/", contains: "shop" },
      { path: "/none", status: 500 },
    ],
  });
  await stage.startReplica("green");
  await stage.apply();
  const ended = await stage.cutOver("green", 1_001);
  expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ended.stderr).toMatch(/GET \/: status 500 instead of 200/);
  expect(ended.stderr).not.toMatch(/none/);
  expect(stage.verdict("cutover")).toMatchObject({ reason: "smoke", version: "4.0.0" });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
});
