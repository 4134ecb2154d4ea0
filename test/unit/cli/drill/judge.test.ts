import { describe, expect, it } from "vitest";
import { judge } from "../../../../cli/drill/judge.ts";
import { outcomeSchema } from "../../../../cli/drill/outcome.ts";
import { FAULT_MS, sample, watched } from "../../../support/drill/watched.ts";

const TOLD = { name: "edge-killed", title: "The edge crashes", does: "Kills it." } as const;
const BUDGET = { noticedMs: 1_000, backMs: 3_000, lost: 10 };

describe("the judgement of a fault", () => {
  it("counts from the fault, and keeps a budget that was not exceeded", () => {
    const outcome = judge(TOLD, BUDGET, watched({ from: 0, to: 1_000 }), ["started it"]);
    expect(outcomeSchema.parse(outcome)).toEqual(outcome);
    expect(outcome).toMatchObject({
      ...{ kept: true, exceeded: [], noticedMs: 300, backMs: 2_000, requests: 40, lost: 10, lostForMs: 900 },
      ...{ examples: ["connect: ECONNREFUSED"], putBack: ["started it"] },
    });
    expect(outcome.timeline).toEqual([
      { atMs: -2_000, what: "load begins" },
      { atMs: 0, what: "fault" },
      { atMs: 0, what: "first lost request is sent" },
      { atMs: 300, what: "fault is noticed" },
      { atMs: 900, what: "last lost request is sent" },
      { atMs: 2_000, what: "everything is back" },
      { atMs: 4_000, what: "load ends" },
    ]);
  });

  it.each([
    ["noticed late", { noticedMs: FAULT_MS + 1_001 }, "noticed after 1.0s; the budget is 1s"],
    ["not noticed", { noticedMs: null }, "not noticed; the budget is 1s"],
    ["back late", { backMs: FAULT_MS + 3_001 }, "back after 3.0s; the budget is 3s"],
    ["not back", { backMs: null }, "not back; the budget is 3s"],
    ["one request too many", { from: 0, to: 1_100 }, "11 requests lost; the budget is 10"],
  ])("says what is over the budget: %s", (_, seen, sentence) => {
    expect(judge(TOLD, BUDGET, watched(seen), [])).toMatchObject({ kept: false, exceeded: [sentence] });
  });

  it("takes nothing for back while requests are lost", () => {
    expect(judge(TOLD, BUDGET, watched({ from: 2_500, to: 2_600 }), []).backMs).toBe(2_500);
    expect(judge(TOLD, BUDGET, watched({ from: 3_000, to: 3_100 }), []).backMs).toBe(3_000);
    expect(judge(TOLD, BUDGET, watched({ from: 3_100, to: 3_200 }), []).backMs).toBeNull();
  });

  it("leaves open what has no budget", () => {
    const budget = { noticedMs: null, backMs: 3_000, lost: null };
    expect(judge(TOLD, budget, watched({ from: 0, to: 2_000, noticedMs: null }), [])).toMatchObject({
      kept: true,
      lost: 20,
    });
  });

  it("counts a request that was under way at the fault, and none that had ended", () => {
    const seen = watched({ from: -500, to: 0 });
    const samples = seen.samples.map((one) => (one.failure === null ? one : { ...one, endMs: one.startMs + 300 }));
    expect(judge(TOLD, BUDGET, { ...seen, samples }, [])).toMatchObject({ lost: 3, lostForMs: 0 });
  });

  it("tells of a page that came instead of an answer what it says", () => {
    const seen = watched();
    const page = "503 <html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle th";
    const samples = [{ ...sample(100, page), failure: { kind: "status" as const, detail: page } }];
    expect(judge(TOLD, BUDGET, { ...seen, samples }, []).examples).toEqual([
      "status: 503 503 Service Unavailable No server is available to handle th",
    ]);
  });

  it("puts every request into a slot, of which there are no more than a picture takes", () => {
    for (const longMs of [4_000, 60_000, 900_000]) {
      const seen = watched({ from: 0, to: 1_000, endedMs: FAULT_MS + longMs });
      const { slots, slotMs } = judge(TOLD, BUDGET, seen, []);
      expect(slots.length).toBeLessThanOrEqual(102);
      expect(slots.filter(({ fromMs }) => fromMs >= -2_000 && fromMs < 0).every(({ answered }) => answered > 1)).toBe(
        true,
      );
      expect(slots.reduce((sum, { answered, lost }) => sum + answered + lost, 0)).toBe(60);
      expect(slots.find(({ fromMs }) => fromMs === 0)?.lost).toBe(Math.min(10, slotMs / 100));
    }
  });
});
