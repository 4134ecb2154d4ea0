import { describe, expect, it } from "vitest";
import type { History } from "../../../../../agent/guard/history.ts";
import { NO_COUNTS } from "../../../../../edge/counts.ts";
import { guardSchema, type GuardInput } from "../../../../../model/guard.ts";
import { CLOUDWATCH } from "../../../../../platforms/aws/watch/figures.ts";
import { judge } from "../../../../../platforms/aws/watch/judge.ts";

const BEGAN_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

/** What the rules say after minutes in each of which green answers a thousand requests, so many of them badly; blue always well. */
function after(bad: readonly number[], guard: GuardInput = {}, lateMs = 3 * MINUTE_MS) {
  const counts = (errors: number) => ({ ...NO_COUNTS, requests: 1_000, statuses: [0, 1_000 - errors, 0, 0, errors] });
  const blocks = bad.map((errors, index) => ({
    ...{ fromMs: BEGAN_MS + index * MINUTE_MS, toMs: BEGAN_MS + (index + 1) * MINUTE_MS },
    counts: { shop: { green: counts(errors), blue: counts(0) } },
  }));
  const lastMs = BEGAN_MS + bad.length * MINUTE_MS;
  const history: History = { last: { atMs: lastMs, counts: {} }, blocks };
  const up = [{ isUp: true, isOut: false, since: BEGAN_MS }].map((slot, index) => ({
    ...{ ...slot, index, address: undefined, passed: 0, check: undefined, code: undefined, words: "healthy" },
  }));
  return judge(guardSchema.parse({ warmUp: "0s", flapping: null, ...guard }), {
    ...{ service: "shop", active: "green", share: 5_000, nowMs: lastMs + lateMs, sinceMs: BEGAN_MS, history },
    ...{ source: CLOUDWATCH, replicas: 1, slots: { blue: up, green: up }, replicasSeen: undefined },
  });
}

const outcomes = (...looked: Parameters<typeof after>) => after(...looked).map(({ outcome }) => outcome);

describe("a guard on minutes of CloudWatch", () => {
  it("passes what is well", () => {
    expect(outcomes([0, 1, 0, 0, 1])).toEqual(["pass", "pass", "pass"]);
  });

  it("fails after three minutes of which half are errors, and not after one", () => {
    expect(outcomes([500])).not.toContain("fail");
    expect(outcomes([500, 500, 500])).toContain("fail");
  });

  it("takes one bad minute among good ones for no reason to go back", () => {
    expect(outcomes([0, 0, 1_000, 0, 0, 0, 0, 0])).not.toContain("fail");
  });

  it("knows nothing where the last minute is too long ago", () => {
    const [other] = after([0, 0, 0], {}, 6 * MINUTE_MS);
    expect(other).toMatchObject({
      outcome: "inconclusive",
      because: "missing",
      text: "CloudWatch was last read 6m ago.",
    });
  });

  it("says of targets what was asked of whom", () => {
    expect(after([0], { errors: null })).toMatchObject([
      {
        ...{ rule: "failedChecks", outcome: "pass" },
        query: "targets of shop.green that the load balancer does not find healthy: 1 of them for 5s",
      },
    ]);
  });
});
