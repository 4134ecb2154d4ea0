import { describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { setUp } from "../../../setup/set-up.ts";
import { fakeContext, fakeStep } from "./fake-step.ts";

describe("setUp", () => {
  it("takes only the steps that are not done, in order, and names each with how long it took", async () => {
    const { context, notes } = fakeContext();
    const steps = [fakeStep("engine", true), fakeStep("base", false), fakeStep("edge", false)];
    await setUp(context, steps);
    expect(steps.map(({ taken }) => taken)).toEqual([0, 1, 1]);
    expect(notes.map((line) => line.replace(/\d+\.\d s/, "N s"))).toEqual([
      "engine: there (N s)",
      "base: not there; making it so",
      "base: there (N s)",
      "edge: not there; making it so",
      "edge: there (N s)",
      "done (N s)",
    ]);
  });

  it("says in one line that nothing is missing", async () => {
    const { context, notes } = fakeContext();
    await setUp(context, [fakeStep("engine", true), fakeStep("base", true)]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^nothing is missing \(\d\.\d s\)$/);
  });

  it("stops at the step that fails and names it with its message", async () => {
    const { context } = fakeContext();
    const later = fakeStep("edge", false);
    const failing = fakeStep("base", false, () =>
      Promise.reject(new InputError("no mirror answers. Check the network.")),
    );
    await expect(setUp(context, [failing, later])).rejects.toThrow("base: no mirror answers. Check the network.");
    expect(later.taken).toBe(0);
  });

  it("does not hide a bug of ours behind a step's name", async () => {
    const { context } = fakeContext();
    const failing = fakeStep("base", false, () => Promise.reject(new TypeError("x is not a function")));
    await expect(setUp(context, [failing])).rejects.toBeInstanceOf(TypeError);
  });

  it("refuses to go on when a step was taken and is still not done", async () => {
    const { context } = fakeContext();
    await expect(setUp(context, [fakeStep("base", false, () => Promise.resolve())])).rejects.toThrow(
      "base: not there, although the step was taken. Run this again.",
    );
  });

  it("finishes the step in hand after an interruption and starts no other", async () => {
    const interrupted = new AbortController();
    const { context } = fakeContext(interrupted.signal);
    const first = fakeStep("engine", false, async () => {
      interrupted.abort();
      first.done = true;
    });
    const second = fakeStep("base", false);
    await expect(setUp(context, [first, second])).rejects.toThrow("Run this again to go on.");
    expect([first.taken, second.taken]).toEqual([1, 0]);
  });

  it("takes each step once when it runs twice at the same time", async () => {
    const step = fakeStep("base", false);
    await Promise.all([setUp(fakeContext().context, [step]), setUp(fakeContext().context, [step])]);
    expect(step.taken).toBe(1);
  });
});
