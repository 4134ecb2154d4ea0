import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TopLine } from "../../../cli/top/top-line.ts";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess, type Ran } from "../../support/run-process.ts";
import { Stage } from "../edge/stage.ts";

const stage = new Stage();
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-top-"));
  writeFileSync(join(dir, "Pulumi.yaml"), `name: ${stage.id.project}\nruntime: nodejs\n`);
  writeFileSync(join(dir, `Pulumi.${stage.id.stack}.yaml`), "config: {}\n");
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await stage.remove();
  rmSync(dir, { recursive: true, force: true });
});

function top(args: readonly string[], onStdout: (text: string) => void = () => undefined): Promise<Ran> {
  const command = [join(REPOSITORY, "cli/main.js"), "top", ...args, "-s", stage.id.stack, "-C", dir];
  return runProcess(process.execPath, command, { cwd: dir, env: process.env, timeoutMs: 60_000, onStdout });
}

test("counts what is asked from its first line on, of the color that serves", async () => {
  let asked: Promise<unknown> | undefined;
  const { exitCode, stdout } = await top(["--json", "--interval", "200ms", "--count", "40"], () => {
    asked ??= (async () => {
      for (let request = 0; request < 25; request += 1) {
        await stage.get(`${stage.url}/`);
        await stage.get(`${stage.url}/nowhere`);
      }
    })();
  });
  await asked;
  expect(exitCode).toBe(0);
  const lines = readJsonLines("top", stdout) as unknown as TopLine[]; // the schema has said so
  expect(lines).toHaveLength(40);
  const { active, colors } = lines.at(-1)?.services["shop"] ?? {};
  expect(active).toEqual(["blue"]);
  expect(colors?.blue.total).toMatchObject({ requests: 50, statuses: { "2xx": 25, "4xx": 25 }, errorShare: 0 });
  expect(colors?.green.total).toMatchObject({ requests: 0, errorShare: null, p50Ms: null });
  expect(colors?.blue).toMatchObject({ serves: true, replicas: 1, up: 1 });
  expect(lines.reduce((sum, line) => sum + (line.services["shop"]?.colors.blue.interval.requests ?? 0), 0)).toBe(50);
});

test("writes plain lines into a pipe", async () => {
  const { exitCode, stdout, stderr } = await top(["shop", "--once", "--interval", "100ms"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(
    /^\S+Z {2}shop\.blue {2}serves 1 {2}0\/s .* up 1 of 1\n\S+Z {2}shop\.green {2}idle 1 {2}0\/s .*\n$/,
  );
});

test("knows which services there are", async () => {
  const { exitCode, stderr } = await top(["shpo", "--once"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"shpo". Did you mean shop?');
});

test("says that the edge does not run", async () => {
  await stage.docker.getContainer(stage.edge).stop({ t: 5 });
  const { exitCode, stderr } = await top(["--once"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/edge: \S+-edge is exited\. Look at `docker logs/);
});
