import { afterAll, beforeAll, expect, test } from "vitest";
import { startLoad } from "../../../load/load.ts";
import { Stage } from "./stage.ts";

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

test("puts traffic back when a check is red after the switch, and loses no request", async () => {
  await startGreen({ commands: [{ command: node("process.exit(9)"), when: "after" }] });
  const load = await startLoad({ url: stage.url, clients: { keepAlive: 3, fresh: 1, slow: 1, upload: 1, stream: 1 } });
  const ended = await stage.cutOver("green", 1_003);
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  expect(ended).toMatchObject({ exitCode: 5, stdout: "" });
  expect(ended.stderr).toMatch(
    /got the traffic and failed its checks; traffic is back on blue\.\n.*exit code 9 instead of 0/,
  );
  expect(stage.verdict("cutover")).toMatchObject({ exitCode: 5, reason: "verify", from: "blue", to: "blue" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});
