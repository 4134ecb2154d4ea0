import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLoad } from "../../../load/load.ts";
import { LABEL, networkName } from "../../../model/names.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { Stage } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

/**
 * The demo app behind a login of its own: /login gives a token for the right password, /admin wants one. A spoiled one has its admin
 * page break when it has been shown once.
 */
const APP = (isSpoiled = false) => `
  const http = require("http");
  process.env.PORT = "3001";
  import("/app/app.mjs");
  const tokens = new Set();
  let shown = 0;
  http.createServer(async (request, response) => {
    const say = (status, value) => response.writeHead(status).end(JSON.stringify(value));
    if (request.url === "/login") {
      let body = "";
      for await (const part of request) body += part;
      if (new URLSearchParams(body).get("password") !== "hidden & öpen") return say(403, { error: "wrong password: " + body });
      const token = "t0ken-" + Math.random().toString(36).slice(2);
      tokens.add(token);
      return say(200, { token });
    }
    if (request.url === "/admin") {
      const token = (request.headers.authorization ?? "").replace("Bearer ", "");
      if (!tokens.has(token)) return say(401, { error: "log in" });
      shown += 1;
      return ${isSpoiled} && shown > 1 ? say(500, { error: "no price list", token }) : say(200, { user: { name: "smoke" } });
    }
    const { url: path, method, headers } = request;
    request.pipe(http.request({ port: 3001, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }));
  }).listen(3000)`;

const SMOKE = [
  { path: "/admin", status: 401, expectJson: { "$.error": "log in" } },
  { path: "/login", method: "POST", form: { password: "{{secret:PASSWORD}}" }, capture: { token: "$.token" } },
  { path: "/admin", headers: { Authorization: "Bearer {{token}}" }, expectJson: { "$.user.name": "smoke" } },
];

/** A release on green with a login, whose secret stands in a volume as the components fill it. */
async function startGreen({
  smoke = SMOKE,
  password = "hidden & öpen",
  spoil = false,
}: {
  smoke?: object[];
  password?: string;
  spoil?: boolean;
}) {
  const sealed = stage.release("green", "v2", { smoke, secrets: ["PASSWORD"] });
  const volume = `${stage.id.project}-${randomBytes(4).toString("hex")}`;
  const task = { service: "shop", volume, user: "1000:1000", labels: stage.labels("volume") };
  expect(await stage.control("secrets", task, {}, JSON.stringify({ PASSWORD: password }))).toMatchObject({
    exitCode: 0,
  });
  await stage.removeReplica("green");
  const container = await stage.docker.createContainer({
    name: stage.replica("green"),
    Image: sealed.release.image,
    Entrypoint: ["node", "-e", APP(spoil)],
    User: "1000:1000",
    Labels: { ...stage.labels("replica"), [LABEL.color]: "green", [LABEL.release]: sealed.hash },
    HostConfig: {
      NetworkMode: networkName(stage.id),
      Mounts: [{ Type: "volume", Source: volume, Target: "/run/secrets", ReadOnly: true }],
    },
  });
  await container.start();
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
}

test("lets a release pass that refuses the admin page, lets the smoke user in and shows it", async () => {
  await startGreen({});
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0 });
});

test("says which step of a login failed, what came before it, and nothing of the password", async () => {
  await startGreen({ password: "other & wörd" });
  const ended = await stage.cutOver("green", 1_003);
  expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ended.stderr).toMatch(
    /failed its smoke requests; traffic stays where it is\.\n {2}GET \/admin: 401 after \d+ ms\n {2}POST \/login: status 403 instead of 200 after \d+ ms\n {4}\| .*wrong password: password=.*\n {2}GET \/admin: not sent, because `token` was not captured\n/,
  );
  expect(ended.stderr).not.toMatch(/other|wörd/);
  expect(stage.verdict("cutover")).toMatchObject({ exitCode: 3, reason: "smoke" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});

test("puts traffic back that moved to a release whose pages are wrong there, and loses no request", async () => {
  await startGreen({ spoil: true });
  const load = await startLoad({ url: stage.url, clients: { keepAlive: 3, fresh: 1, slow: 0, upload: 0, stream: 0 } });
  const ended = await stage.cutOver("green", 1_003);
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  expect(ended).toMatchObject({ exitCode: 5, stdout: "" });
  expect(ended.stderr).toMatch(
    /green \(version 2\.0\.0\) got the traffic and failed its smoke requests at the public listener; traffic is back on blue\.\n {2}GET \/admin: 401 .*\n {2}POST \/login: 200 .*`token` captured\n {2}GET \/admin: status 500 instead of 200 after \d+ ms\n {4}\| .*no price list.*\{\{token\}\}/,
  );
  expect(ended.stderr).not.toMatch(/t0ken-/);
  expect(stage.verdict("cutover")).toMatchObject({
    ok: false,
    exitCode: 5,
    reason: "verify",
    from: "blue",
    to: "blue",
  });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  const { record } = (await observeHost(stage.docker, stage.id)).services["shop"] ?? {};
  expect(record).toMatchObject({ active: "blue", generation: 1_004 });
});

test("asks before the switch, after it or both times, as each request says", async () => {
  await startGreen({
    smoke: [
      { path: "/none", contains: "nothing", when: "after" },
      { path: "/login", method: "POST", status: 403, when: "before" },
    ],
  });
  const ended = await stage.cutOver("green", 1_005);
  expect(ended.exitCode).toBe(5);
  expect(ended.stderr).toMatch(/GET \/none: status 404 instead of 200 after \d+ ms\n {4}\| no such page\\n/);
  expect(ended.stderr).not.toMatch(/login/);
});
