import { afterAll, describe, expect, it } from "vitest";
import type { DemoResult } from "../../demo/result.ts";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { leftOf } from "../support/remove-all.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { runProcess } from "../support/run-process.ts";

const demo = (...args: string[]) =>
  runProcess(process.execPath, [TIDEGATE, "demo", "--engine", "embedded", ...args], {
    cwd: REPOSITORY,
    env: process.env,
    timeoutMs: 150_000,
  });

describe("the demo", () => {
  afterAll(() => demo("--down"), 60_000);

  it.each(["the first time", "when it ran before"])(
    "releases, refuses and rolls back without a loss %s",
    async () => {
      const ran = await demo("--json");
      expect(ran.exitCode, ran.stderr).toBe(0);
      const result = readJsonLines("demo", ran.stdout).at(-1) as unknown as DemoResult; // its schema says so
      expect(result).toMatchObject({ lost: 0, engine: "embedded" });
      expect(result.requests).toBeGreaterThan(500);
      expect(result.cutovers.map(({ from, to }) => [from, to])).toEqual([
        ["1.0.0", "2.0.0"],
        ["2.0.0", "1.0.0"],
      ]);
      expect(result.cutovers.every(({ switchMs, totalMs }) => switchMs > 0 && switchMs < totalMs)).toBe(true);
      expect(result.refused.map(({ version }) => version)).toEqual(["3.0.0", "4.0.0"]);
      expect(result.refused.every(({ reason }) => reason.length > 10)).toBe(true);
      expect(result.rollbackMs).toBeGreaterThan(50);
    },
    160_000,
  );

  it("removes everything it made", async () => {
    const ran = await demo("--down");
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(await leftOf(connectDocker(LOCAL_HOST), "tidegate-demo")).toEqual([]);
  }, 60_000);
});
