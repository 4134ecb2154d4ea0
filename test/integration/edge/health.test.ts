import { afterAll, beforeAll, expect, test } from "vitest";
import { Stage } from "./stage.ts";

const stage = new Stage();
let generation = 1_000;
beforeAll(async () => {
  await stage.start();
  stage.part = { ...stage.part, gate: { passes: 2, interval: "50ms", within: "10s", restarts: 3 } };
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", generation)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

/** An app on 3000 that knows no health check, and a management port that answers `reply` to whoever asks as `asked` says. */
const managed = (asked: string, reply: string) => [
  "node",
  "-e",
  `const { createServer } = require("http");
   createServer((q, r) => r.writeHead(q.url === "/healthz" ? 404 : 200, { "x-version": "2.0.0" }).end("app")).listen(3000);
   createServer((q, r) => { if (${asked}) { ${reply} } else r.writeHead(503).end(); }).listen(9000);`,
];

test.each([
  [
    "a port, host, method, text and headers of its own, with a body that comes in pieces",
    {
      port: 9000,
      host: "manage.internal",
      method: "POST",
      contains: '"status":"UP"',
      headers: { "X-Probe": "50% 'of' it", "User-Agent": "probe/1" },
    },
    managed(
      `q.method === "POST" && q.headers.host === "manage.internal" && q.headers["x-probe"] === "50% 'of' it" && q.headers["user-agent"] === "probe/1"`,
      `r.write('{"status"'); setTimeout(() => r.end(':"UP"}'), 60);`,
    ),
  ],
  [
    "HEAD",
    { port: 9000, method: "HEAD" },
    managed(`q.method === "HEAD" && q.headers["user-agent"] === "tidegate-check"`, "r.end()"),
  ],
])("lets a replica serve that passes a check with %s", async (_, health, command) => {
  await stage.removeReplica("green");
  stage.release("green", "v2", { health });
  await stage.startReplica("green", 0, { command });
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
  expect(await stage.cutOver("green", (generation += 1))).toMatchObject({ exitCode: 0 });
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "2.0.0" });
  expect(await stage.cutOver("blue", (generation += 1))).toMatchObject({ exitCode: 0 });
});
