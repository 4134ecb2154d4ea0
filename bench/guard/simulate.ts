import { decide } from "../../agent/guard/decide.ts";
import { evaluate } from "../../agent/guard/evaluate.ts";
import { BLOCK_MS, keepReading, NO_HISTORY, type History } from "../../agent/guard/history.ts";
import { addCounts, NO_COUNTS } from "../../edge/counts.ts";
import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { drawCounts } from "./answers.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenarios.ts";
import { WAYS } from "./ways.ts";

/** How long the stable color was watched alone before. */
const BEFORE_MS = 5 * 60_000;

/** What came of one release. */
export interface Outcome {
  /** Rules that failed first; none where none ever did. */
  rules: string[];
  /** From the first traffic until then. */
  afterMs: number;
  /** Answers of the new color until then. */
  answers: number;
  /** Whether the first step could go on when its time was over; false where it had failed by then. */
  wentOn: boolean;
}

/** One release from its first share of traffic on, judged after each block, as the agent does. */
export function simulate(scenario: Scenario, guard: Guard, perSecond: number, random: Random): Outcome {
  const moment = scenario.begin(random);
  let counts = { blue: NO_COUNTS, green: NO_COUNTS };
  let history: History = keepReading(NO_HISTORY, { atMs: -BEFORE_MS, counts: { shop: counts } });
  const pass = (share: number, atMs: number) => {
    const { active, stable } = moment(Math.max(atMs, 0) / 60_000);
    const expected = (perSecond * BLOCK_MS) / 1000;
    counts = {
      blue: addCounts(counts.blue, drawCounts(random, expected * (1 - share / 10_000), stable)),
      green: addCounts(counts.green, drawCounts(random, (expected * share) / 10_000, active)),
    };
    history = keepReading(history, { atMs: atMs + BLOCK_MS, counts: { shop: counts } });
  };
  for (let atMs = -BEFORE_MS; atMs < 0; atMs += BLOCK_MS) pass(0, atMs);

  let atMs = 0;
  let wentOn = false;
  let verdicts: GuardVerdict[] = [];
  for (const [index, { share, minutes }] of WAYS[scenario.way].entries()) {
    for (const endMs = atMs + minutes * 60_000; atMs < endMs;) {
      pass(share, atMs);
      atMs += BLOCK_MS;
      const look = { service: "shop", active: "green", share, nowMs: atMs, sinceMs: 0, history } as const;
      verdicts = evaluate(guard, { ...look, replicas: 1, slots: {}, replicasSeen: undefined });
      const failed = verdicts.filter(({ outcome }) => outcome === "fail");
      if (failed.length > 0) {
        const rules = failed.map(({ rule, against }) => `${rule} (${against})`);
        return { rules, afterMs: atMs, answers: counts.green.requests, wentOn };
      }
    }
    if (index === 0) wentOn = decide(guard, verdicts) === "go-on";
  }
  return { rules: [], afterMs: atMs, answers: counts.green.requests, wentOn };
}
