import { describe, expect, it } from "vitest";
import { defineGate, type GateDefinition } from "../../../../delivery/gates/gate.ts";
import { context } from "./request.ts";

const GATES = { window: { zone: "UTC", open: ["mon-sun 00:00-24:00"], except: [], freeze: [] } };

function gate(change: Partial<GateDefinition<"window", string>> = {}) {
  return defineGate<"window", string>({
    ...{ id: "window", title: "", description: "", rationale: "", remediation: "", example: "" },
    ...{ deadline: "5s", needsPlace: false, words: () => ({ asked: "the weather", wanted: "sun" }) },
    probe: async () => "rain",
    judge: (_settings, seen) => ({ verdict: seen === "sun" ? "pass" : "fail", seen, remedy: "Wait." }),
    ...change,
  });
}

describe("a gate", () => {
  it("tells what was asked, seen and wanted, how long it took, and what to do", async () => {
    const result = await gate().ask(GATES, context());
    expect(result).toEqual({
      ...{ gate: "window", verdict: "fail", asked: "the weather", seen: "rain", wanted: "sun", remedy: "Wait." },
      tookMs: expect.any(Number) as number,
    });
  });

  it("shows what others have written in one line, with an end, and nothing that a terminal obeys", async () => {
    const seen = async (text: string) => (await gate({ probe: async () => text }).ask(GATES, context())).seen;
    expect(await seen("one\n  two\u001b[2Jthree")).toBe("one two\\u{1b}[2Jthree");
    expect(await seen("x".repeat(2001))).toBe(`${"x".repeat(2000)}…`);
  });

  it("is closed by a probe that fails", async () => {
    const probe = () => Promise.reject(new Error("the weather station is down"));
    expect(await gate({ probe }).ask(GATES, context())).toMatchObject({
      ...{ verdict: "inconclusive", seen: "the weather station is down", wanted: "sun" },
      remedy: "Mend that and run again: what nobody knows is closed.",
    });
  });

  it("is closed by a judge that fails", async () => {
    const judge = () => {
      throw new Error("no such sky");
    };
    expect(await gate({ judge }).ask(GATES, context())).toMatchObject({ verdict: "inconclusive", seen: "no such sky" });
  });

  it("is closed when its time is up, and tells its probe", async () => {
    let told: AbortSignal | undefined;
    const probe = (_settings: unknown, _context: unknown, signal: AbortSignal) => {
      told = signal;
      return new Promise<string>(() => {});
    };
    const result = await gate({ probe, deadline: "20ms" }).ask(GATES, context());
    expect(result).toMatchObject({ verdict: "inconclusive", seen: "no answer within 20ms" });
    expect(told?.aborted).toBe(true);
  });

  it("that needs to look where it is to run says so where there is a snapshot only, without asking", async () => {
    const probe = () => Promise.reject(new Error("asked"));
    expect(await gate({ probe, needsPlace: true }).ask(GATES, context())).toMatchObject({
      ...{ verdict: "inconclusive", seen: "needs a look at where it is to run, which this preview does not take" },
    });
  });
});
