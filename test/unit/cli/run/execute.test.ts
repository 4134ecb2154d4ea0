import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Display } from "../../../../cli/display/display.ts";
import { execute, type Work } from "../../../../cli/run/execute.ts";
import type { RunReport } from "../../../../cli/run/run-report.ts";
import { DockerPlatform } from "../../../../cli/platform/docker-platform.ts";
import type { Session } from "../../../../cli/run/session.ts";
import type { Engine } from "../../../../engine/engine.ts";
import type { EngineEvent } from "../../../../engine/events.ts";
import { EXIT, InputError } from "../../../../model/errors.ts";
import type { Verdict } from "../../../../model/verdict.ts";
import { EDGE, observed } from "../../edge/observed.ts";

const observe = vi.fn<Session["observe"]>();
beforeEach(() => void observe.mockReset().mockRejectedValue(new Error("is out of reach")));

const NOTHING = observed(null, { edge: null });

const never = () => Promise.reject(new Error("is not asked here"));
const ENGINE: Engine = {
  name: "embedded",
  preview: never,
  up: never,
  refresh: never,
  destroy: never,
  outputs: never,
  assertPassphrase: never,
  settleConfig: never,
  setSecret: never,
  changePassphrase: never,
  ownedEnvironment: never,
  recorded: never,
};

const REF = { projectDir: "/nowhere", project: "p", stack: "dev" };
const SESSION: Session = {
  ref: REF,
  platform: new DockerPlatform(REF, []),
  engine: ENGINE,
  observed: undefined,
  observe,
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

async function run(
  work: Work,
  seen?: Session["observed"],
): Promise<{ report: RunReport; events: EngineEvent[]; isClosed: boolean }> {
  const events: EngineEvent[] = [];
  let isClosed = false;
  const display: Display = {
    event: (event) => void events.push(event),
    close: () => void (isClosed = true),
    hasShown: () => false,
  };
  const report = await execute({ ...SESSION, observed: seen }, "up", display, work);
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
      exitCode: 0,
      engine: "embedded",
      changes: { update: 1 },
      verdicts: [green],
    });
    expect(isClosed).toBe(true);
  });

  it("knows the last entry of the ledger: its own, else the one that was there", async () => {
    const head = (number: number) => ({ number, hash: "ab12", waits: false });
    const seen = (number: number) => {
      const ledger = { head: head(number), broken: null, hasRoom: true };
      return observed(null, { edge: { ...EDGE, ledger } });
    };
    const done = () => Promise.resolve({ changes: {}, outputs: {} });
    expect((await run(done, seen(7))).report).toMatchObject({ ledger: null, head: head(7) });
    const { report } = await run(() => {
      writeFileSync(join(resultDir(), "cutover-shop.json"), JSON.stringify({ ...RED, ok: true, ledger: head(9) }));
      return done();
    }, seen(7));
    expect(report).toMatchObject({ ledger: head(9), head: head(9) });
    observe.mockResolvedValue(seen(8));
    const failed = await run(() => Promise.reject(new InputError("command failed")), seen(7));
    expect(failed.report).toMatchObject({ ledger: null, head: head(8) });
  });

  it("takes the exit code of a red gate from the edge, not from the engine", async () => {
    const { report } = await run(() => {
      writeFileSync(join(resultDir(), "cutover-shop.json"), JSON.stringify(RED));
      return Promise.reject(new InputError("command failed"));
    });
    expect(report).toMatchObject({ exitCode: 3, error: RED.message, traffic: null });
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

  it("asks what only waits to stop, and takes its word for where it stopped", async () => {
    const interrupted: Verdict = { ...RED, exitCode: 130, reason: "interrupted", message: "shop: interrupted" };
    const { report } = await run(() => {
      expect(existsSync(join(resultDir(), "stop"))).toBe(false);
      process.emit("SIGTERM");
      expect(existsSync(join(resultDir(), "stop"))).toBe(true);
      writeFileSync(join(resultDir(), "cutover-shop.json"), JSON.stringify(interrupted));
      return Promise.reject(new InputError("command failed"));
    });
    expect(report).toMatchObject({ exitCode: 130, error: "shop: interrupted" });
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "says where traffic is on a second %s, not before a switch in hand is through, and ends",
    async (signal) => {
      observe.mockResolvedValue({ ...NOTHING, observedAt: 1 });
      const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
      const { events } = await run(async () => {
        const note = join(resultDir(), "switching-1");
        writeFileSync(note, "");
        process.emit("SIGINT");
        process.emit(signal);
        await new Promise(setImmediate);
        expect(observe).not.toHaveBeenCalled();
        rmSync(note);
        await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(130), { timeout: 5_000 });
        return { changes: {}, outputs: {} };
      });
      const said = events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : []));
      expect(said.at(-1)).toMatch(/^Stopped at once\. Traffic: .*\. Run `tidegate up` to finish what was begun\.$/);
      exit.mockRestore();
    },
  );

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
