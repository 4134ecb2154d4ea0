import { describe, expect, it } from "vitest";
import { judgeSmoke } from "../../../../agent/guard/judge-smoke.ts";
import type { SmokeReading } from "../../../../agent/smoke/ask-smoke.ts";
import { guardVerdictSchema } from "../../../../model/guard-verdict.ts";

const NOW = 1_800_000_000_000;
const EVERY = 60_000;

const GREEN: SmokeReading = { kind: "green", requests: 2 };
const RED: SmokeReading = { kind: "red", text: "GET /: status 500 instead of 200 after 12 ms" };
const UNABLE: SmokeReading = { kind: "unable", why: "edge: it ended the conversation." };

const rounds = (all: readonly SmokeReading[]) =>
  all.map((said, index) => ({ atMs: NOW - (all.length - 1 - index) * EVERY, said }));
const judged = (
  active: readonly SmokeReading[],
  {
    stable = null,
    failures = 2,
    laterMs = 0,
  }: { stable?: SmokeReading[] | null; failures?: number; laterMs?: number } = {},
) => {
  const verdict = judgeSmoke({
    ...{ rule: { every: "1m", failures }, service: "shop", active: "green", rounds: rounds(active) },
    ...{ stable: stable === null ? null : rounds(stable), nowMs: NOW + laterMs },
  });
  expect(guardVerdictSchema.parse(verdict)).toEqual(verdict); // as the ledger takes it
  return verdict;
};

describe("smoke requests that are sent again", () => {
  it("pass where the last ones are answered as they must be", () => {
    expect(judged([RED, RED, GREEN])).toEqual({
      ...{ rule: "smoke", against: "absolute", outcome: "pass", because: null },
      ...{ query: "smoke requests of shop.green each 1m, 2 rounds in a row", windowMs: 0 },
      ...{ samples: { active: 3, stable: 0 }, value: 0, limit: 2, unit: "number" },
      text: "The smoke requests of green are answered as they must be.",
    });
  });

  it("fail once they went wrong for as many rounds as the rule says", () => {
    expect(judged([GREEN, RED])).toMatchObject({ outcome: "inconclusive", because: "unsure", value: 1 });
    expect(judged([GREEN, RED, RED])).toMatchObject({
      ...{ outcome: "fail", because: null, value: 2, windowMs: 60_000 },
      text: "Smoke requests of green went wrong, 2 rounds in a row: GET /: status 500 instead of 200 after 12 ms.",
    });
    expect(judged([RED], { failures: 1 }).outcome).toBe("fail");
  });

  it("begin anew after a good round, and after a long time without any", () => {
    expect(judged([RED, GREEN, RED]).because).toBe("unsure");
    expect(judged([RED, UNABLE, UNABLE, UNABLE, RED]).because).toBe("unsure");
    expect(judged([RED, UNABLE, RED]).outcome).toBe("fail");
  });

  it.each<[string, SmokeReading[], number, string]>([
    ["were never sent", [], 0, "No smoke request was sent yet since the warm-up."],
    ["cannot be sent", [UNABLE], 0, "Smoke requests cannot be sent: edge: it ended the conversation."],
    ["could not be sent for long", [RED, RED, UNABLE, UNABLE, UNABLE, UNABLE], 0, "Smoke requests cannot be sent: "],
    ["were answered long ago", [RED, RED], 180_001, "Smoke requests were last answered 3m ago."],
  ])("are inconclusive where they %s", (_, given, laterMs, text) => {
    const verdict = judged(given, { laterMs });
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "missing", value: null });
    expect(verdict.text).toContain(text);
  });

  it("blame neither color where those of the stable one go wrong, too, and wait until that is known", () => {
    expect(judged([RED, RED], { stable: [RED] })).toMatchObject({ outcome: "inconclusive", because: "both-bad" });
    expect(judged([RED, RED], { stable: [] })).toMatchObject({
      because: "unsure",
      text: expect.stringContaining("Whether those of blue do so, too, is being asked.") as unknown,
    });
    expect(judged([RED, RED], { stable: [GREEN] }).outcome).toBe("fail");
    expect(judged([RED, RED], { stable: [UNABLE] }).outcome).toBe("fail");
  });
});
