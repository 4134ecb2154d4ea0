import { describe, expect, it } from "vitest";
import { judgeFailedChecks } from "../../../../agent/guard/judge-failed-checks.ts";
import type { Slot } from "../../../../edge/session.ts";
import type { FailedChecksRule } from "../../../../model/guard.ts";
import { lookAfter, SINCE_MS } from "./looks.ts";

const up = (index: number): Slot => ({
  ...{ index, address: `10.0.0.${index}`, isUp: true, isOut: false, since: SINCE_MS - 60_000, passed: 0 },
  ...{ check: "passed", code: 200, words: "UP L7OK" },
});
const down = (index: number, since = SINCE_MS + 60_000): Slot => ({
  ...up(index),
  ...{ isUp: false, isOut: true, since, check: "refused", code: undefined, words: "DOWN L4CON" },
});
const unused = (index: number): Slot => ({ ...up(index), isUp: false, address: undefined, words: "MAINT" });

const look = (green: Slot[] | undefined, blue: Slot[] | undefined = [up(0), up(1)]) => ({
  ...lookAfter([{ minutes: 1 }], { nowMs: SINCE_MS + 70_000 }),
  slots: { ...(green === undefined ? {} : { green }), ...(blue === undefined ? {} : { blue }) },
});
const judged = (green: Slot[] | undefined, rule: Partial<FailedChecksRule> = {}, blue?: Slot[]) =>
  judgeFailedChecks(look(green, blue), { replicas: 1, for: "5s", ...rule });

describe("failed health checks", () => {
  it("pass where every replica is up, whatever slots nobody uses", () => {
    expect(judged([up(0), up(1), unused(2)])).toEqual({
      rule: "failedChecks",
      against: "absolute",
      outcome: "pass",
      because: null,
      query: "replicas of shop.green that failed three health checks in a row: 1 of them for 5s",
      windowMs: 70_000,
      samples: { active: 2, stable: 2 },
      value: 0,
      limit: 1,
      unit: "replicas",
      text: "0 of 2 replicas of green are down.",
    });
  });

  it("fail where one is down, in the proxy's words", () => {
    expect(judged([up(0), down(1)])).toMatchObject({
      outcome: "fail",
      value: 1,
      text: "1 of 2 replicas of green are down (DOWN L4CON).",
    });
  });

  it.each([
    ["it has been down for a moment only", [up(0), down(1, SINCE_MS + 66_000)], {}],
    ["it has failed a check or two, and is not out yet", [up(0), { ...up(1), isUp: false, words: "UP 2/3 L7STS" }], {}],
    ["more must be down", [up(0), down(1)], { replicas: 2 }],
  ])("pass where %s", (_, slots, rule) => {
    expect(judged(slots, rule).outcome).toBe("pass");
  });

  it("are inconclusive where the proxy does not say", () => {
    expect(judged(undefined)).toMatchObject({ outcome: "inconclusive", because: "missing", value: null });
    expect(judged([])).toMatchObject({ outcome: "inconclusive", because: "missing" });
  });

  it("blame neither where nothing of the stable color is up", () => {
    expect(judged([down(0), down(1)], {}, [down(0), down(1)])).toMatchObject({ because: "both-bad", value: 2 });
  });
});
