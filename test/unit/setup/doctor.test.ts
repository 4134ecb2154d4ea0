import { describe, expect, it } from "vitest";
import { doctor, renderDoctor } from "../../../setup/doctor.ts";
import { fakeContext, fakeStep } from "./fake-step.ts";

describe("doctor", () => {
  it("looks at every step and changes nothing", async () => {
    const steps = [fakeStep("engine", true), fakeStep("base", false), fakeStep("edge", true)];
    const report = await doctor(fakeContext().context, steps);
    expect(steps.map(({ taken }) => taken)).toEqual([0, 0, 0]);
    expect(report).toEqual({
      ok: false,
      checks: [
        { name: "Node.js", state: "ok", detail: `${process.version} at ${process.execPath}` },
        { name: "engine", state: "ok", detail: "there" },
        { name: "base", state: "missing", detail: "not there" },
        { name: "edge", state: "ok", detail: "there" },
      ],
      remedy: "`npm run demo` or `npm test` sets up what is missing.",
    });
  });

  it("calls unknown what only the missing engine could tell", async () => {
    const { checks } = await doctor(fakeContext().context, [fakeStep("engine", false), fakeStep("base", true)]);
    expect(checks.slice(1).map(({ state }) => state)).toEqual(["missing", "unknown"]);
  });

  it("says what to do only when something is missing", async () => {
    const context = () => fakeContext().context;
    const healthy = renderDoctor(await doctor(context(), [fakeStep("engine", true)]));
    const broken = renderDoctor(await doctor(context(), [fakeStep("engine", false)]));
    expect(healthy).toMatch(/\nok {7}engine: there$/);
    expect(broken).toMatch(/\nmissing {2}engine: not there\n`npm run demo` or `npm test` sets up what is missing\.$/);
  });
});
