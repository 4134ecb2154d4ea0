import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Display } from "../../../../cli/display/display.ts";
import { execute, type RunReport, type Work } from "../../../../cli/run/execute.ts";
import type { Session } from "../../../../cli/run/session.ts";
import type { Engine } from "../../../../engine/engine.ts";
import type { EngineEvent } from "../../../../engine/events.ts";
import { EXIT, InputError } from "../../../../model/errors.ts";
import type { Verdict } from "../../../../model/verdict.ts";

const never = () => Promise.reject(new Error("is not asked here"));
const ENGINE: Engine = {
  name: "embedded",
  preview: never,
  up: never,
  refresh: never,
  destroy: never,
  outputs: never,
  configSet: never,
  ownedEnvironment: never,
  recorded: never,
};

const SESSION: Session = {
  ref: { projectDir: "/nowhere", project: "p", stack: "dev" },
  host: "unix:///nowhere/docker.sock",
  engine: ENGINE,
  observed: undefined,
};

const RED: Verdict = {
  format: 1,
  verb: "cutover",
  service: "shop",
  ok: false,
  exitCode: EXIT.gateRed,
  reason: "gate",
  message: "shop: green did not pass the gate",
  from: "blue",
  to: "green",
  version: "2",
  switchMs: null,
  switchedAt: null,
  totalMs: 1,
};

function resultDir(): string {
  return process.env["TIDEGATE_RESULT_DIR"] ?? "";
}

async function run(work: Work): Promise<{ report: RunReport; events: EngineEvent[]; isClosed: boolean }> {
  const events: EngineEvent[] = [];
  let isClosed = false;
  const display: Display = {
    event: (event) => void events.push(event),
    close: () => void (isClosed = true),
    hasShown: () => false,
  };
  const report = await execute(SESSION, "up", display, work);
  return { report, events, isClosed };
}

describe("execute", () => {
  it("reports what was done, and what the edge's commands found", async () => {
    const green = { ...RED, ok: true, exitCode: 0, reason: null, switchMs: 7 };
    const { report, isClosed } = await run(() => {
      writeFileSync(join(resultDir(), "cutover-shop.json"), JSON.stringify(green));
      return Promise.resolve({ changes: { update: 1 }, outputs: { a: 1 } });
    });
    expect(report).toMatchObject({
      ok: true,
      exitCode: 0,
      engine: "embedded",
      changes: { update: 1 },
      verdicts: [green],
    });
    expect(isClosed).toBe(true);
  });

  it("takes the exit code of a red gate from the edge, not from the engine", async () => {
    const { report } = await run(() => {
      writeFileSync(join(resultDir(), "cutover-shop.json"), JSON.stringify(RED));
      return Promise.reject(new InputError("command failed"));
    });
    expect(report).toMatchObject({ ok: false, exitCode: 3, error: RED.message, traffic: null });
  });

  it("makes nothing of a verdict that was cut short", async () => {
    const { report } = await run(() => {
      writeFileSync(join(resultDir(), "cutover-shop.json"), '{"format":1,"ver');
      return Promise.reject(new InputError("command failed"));
    });
    expect(report).toMatchObject({ exitCode: 2, error: "command failed", verdicts: [] });
  });

  it("keeps the trace of what is our bug", async () => {
    const { report } = await run(() => Promise.reject(new TypeError("x is undefined")));
    expect(report.exitCode).toBe(1);
    expect(report.error).toMatch(/^TypeError: x is undefined\n\s+at /);
  });

  it("aborts the run on the first Ctrl-C, says so, and ends as interrupted", async () => {
    const { report, events } = await run(({ signal }) => {
      process.emit("SIGINT");
      return signal?.aborted === true
        ? Promise.reject(new InputError("stopped"))
        : Promise.reject(new Error("goes on"));
    });
    expect(report).toMatchObject({ exitCode: 130, error: "stopped" });
    expect(events).toEqual([expect.objectContaining({ type: "diagnostic", severity: "warning" })]);
  });

  it("leaves no folder and no variable behind", async () => {
    let dir = "";
    await run(() => {
      dir = resultDir();
      return Promise.reject(new InputError("x"));
    });
    expect(dir).not.toBe("");
    expect(existsSync(dir)).toBe(false);
    expect(process.env["TIDEGATE_RESULT_DIR"]).toBeUndefined();
    expect(process.listenerCount("SIGINT")).toBe(0);
  });
});
