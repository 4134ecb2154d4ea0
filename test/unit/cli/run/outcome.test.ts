import { describe, expect, it } from "vitest";
import { judgeFailure } from "../../../../cli/run/outcome.ts";
import { BusyError, EXIT, InputError, PolicyError } from "../../../../model/errors.ts";
import type { Verdict } from "../../../../model/verdict.ts";

const GREEN: Verdict = {
  format: 1,
  verb: "apply",
  service: "shop",
  ok: true,
  exitCode: 0,
  reason: null,
  message: "applied",
  from: null,
  to: null,
  version: null,
  switchMs: null,
  switchedAt: null,
  totalMs: 1,
};
const RED: Verdict = {
  ...GREEN,
  verb: "cutover",
  ok: false,
  exitCode: EXIT.gateRed,
  reason: "gate",
  message: "shop: red",
};

const UP = { wasInterrupted: false, command: "up" };

describe("judgeFailure", () => {
  it("takes the exit code of a red gate, whatever the engine made of it", () => {
    const failure = judgeFailure(new InputError("a command failed"), [GREEN, RED], UP);
    expect(failure).toMatchObject({ exitCode: 3, message: "shop: red" });
  });

  it("tells every red verdict", () => {
    const failure = judgeFailure(new InputError("x"), [RED, { ...RED, service: "blog", message: "blog: red" }], UP);
    expect(failure.message).toBe("shop: red\nblog: red");
  });

  it("takes the exit code of a switch somebody else made meanwhile", () => {
    const busy: Verdict = { ...RED, exitCode: EXIT.busy, reason: "busy" };
    expect(judgeFailure(new InputError("x"), [busy], UP).exitCode).toBe(6);
  });

  it.each([
    [new InputError("x"), 2],
    [new PolicyError("x"), 4],
    [new BusyError("x"), 6],
    [new TypeError("x"), 1],
    ["text", 1],
  ])("gives %s its own exit code where there is no verdict", (error, exitCode) => {
    expect(judgeFailure(error, [GREEN], UP).exitCode).toBe(exitCode);
  });

  it("is neither when Ctrl-C ended the run", () => {
    expect(judgeFailure(new InputError("x"), [RED], { ...UP, wasInterrupted: true })).toMatchObject({
      exitCode: 130,
      message: "x",
    });
  });
});
