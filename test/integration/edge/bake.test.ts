import { spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { startLoad } from "../../../load/load.ts";
import { requestStop } from "../../../model/stop-file.ts";
import { Stage, until, type Ended } from "./stage.ts";

const stage = new Stage();
let generation = 1_000;
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
});
afterAll(() => stage.remove());

/** Blue serves, and a fresh green is about to. */
async function stand(checks: object): Promise<void> {
  await stage.removeReplica("green");
  stage.release("green", "v2", { checks });
  await stage.startReplica("green", 0, { restarts: true });
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
}

beforeEach(async () => {
  expect(await stage.cutOver("blue", generation)).toMatchObject({ exitCode: 0 });
});

/** A cutover to green that has moved the traffic, and goes on. */
async function startCutover(): Promise<{ ended: Promise<Ended> }> {
  const ended = stage.cutOver("green", (generation += 1));
  await until("green serves", async () => (await stage.get(stage.url)).version === "2.0.0");
  return { ended };
}

test("watches a color that serves, says so, and is content with what keeps well", async () => {
  await stand({ bakeTime: "2500ms", logs: {} });
  const { ended } = await startCutover();
  const { exitCode, stderr, waiting } = await ended;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(waiting.join("\n")).toMatch(/green serves and is watched; [12]s left/);
  const again = await stage.cutOver("green", generation);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(again.waiting.join("\n")).not.toContain("is watched"); // it was, to the end
  generation += 1;
});

test("puts traffic back when a replica starts anew meanwhile", async () => {
  await stand({ bakeTime: "60s" });
  const { ended } = await startCutover();
  await stage.docker.getContainer(stage.replica("green")).restart({ t: 1 });
  const { exitCode, stderr } = await ended;
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(
    /green \(version 2\.0\.0\) got the traffic and turned red within its bake time; traffic is back on blue\.\n {2}\S+-green-0: /,
  );
  expect(stage.verdict("cutover")).toMatchObject({ exitCode: 5, reason: "verify", from: "blue", to: "blue" });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  generation += 1;
});

test("puts traffic back when a line appears in the log that may not be there, and loses no request", async () => {
  await stand({ bakeTime: "60s", logs: {} });
  const load = await startLoad({ url: stage.url, clients: { keepAlive: 2, fresh: 1, slow: 1, upload: 1, stream: 1 } });
  const { ended } = await startCutover();
  // Late enough for the checks right after the switch to be through, and right if they are not.
  const line = "sleep 3; echo '12:00 ERROR out of stock' > /proc/1/fd/1";
  await execIn(stage.docker, stage.replica("green"), ["sh", "-c", line]);
  const { exitCode, stderr } = await ended;
  expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(
    /1 lines in its log since (?:the switch|its start) that may not be there\n {4}\| 12:00 ERROR out of stock/,
  );
  generation += 1;
});

test("leaves traffic where it is when it is asked to stop, and watches again with the next run", async () => {
  await stand({ bakeTime: "4s" });
  const { ended } = await startCutover();
  requestStop(stage.results);
  const stopped = await ended;
  expect(stopped.exitCode).toBe(130);
  expect(stopped.stderr).toMatch(
    /was watched\. Traffic is on green and stays there\. Run `tidegate up` to watch it again/,
  );
  expect(readdirSync(stage.results).filter((name) => name.startsWith("switching-"))).toEqual([]);
  rmSync(join(stage.results, "stop"));
  expect(await stage.get(stage.url)).toMatchObject({ version: "2.0.0" });
  const again = await stage.cutOver("green", generation);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(again.waiting.join("\n")).toMatch(/green serves and is watched/);
  generation += 1;
});

test("watches again after it was killed, and then changes nothing where it is red", async () => {
  await stand({ bakeTime: "60s" });
  const killed = await stage.cutOver("green", (generation += 1), { TIDEGATE_FAIL_POINT: "cutover:before-bake" });
  expect(killed.signal).toBe("SIGKILL");
  // Late enough for the gate and the smoke requests of a color that serves to be through.
  await execIn(stage.docker, stage.replica("green"), ["sh", "-c", "(sleep 5; kill 1) > /dev/null 2>&1 &"]);
  const { exitCode, stderr } = await stage.cutOver("green", generation);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(
    /^shop: shop\.green turned red within its bake time\. Nothing was changed\.\n {2}\S+-green-0: /,
  );
  await until("green serves", async () => (await stage.get(stage.url)).version === "2.0.0");
  generation += 1;
});

test("goes on watching when only the run that started it is gone", async () => {
  await stand({ bakeTime: "60s" });
  const { path, args, env } = stage.controlCommand("cutover", stage.cutoverTask("green", (generation += 1)));
  const run = spawn("sh", ["-c", '"$0" "$@" & wait', path, ...args], { env, stdio: "ignore" });
  await until("green serves", async () => (await stage.get(stage.url)).version === "2.0.0");
  run.kill("SIGKILL");
  await stage.docker.getContainer(stage.replica("green")).restart({ t: 0 });
  await until("traffic is back", async () => (await stage.get(stage.url)).version === "1.0.0");
  await until("it is told", () => Promise.resolve(stage.tryVerdict("cutover")?.exitCode === 5));
  generation += 1;
});

test("leaves traffic to somebody else who moves it meanwhile", async () => {
  await stand({ bakeTime: "60s" });
  const { ended } = await startCutover();
  expect(await stage.cutOver("blue", (generation += 1))).toMatchObject({ exitCode: 0 });
  expect(await ended).toMatchObject({
    exitCode: 6,
    stderr: expect.stringMatching(/someone switched while green was watched/) as string,
  });
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});
