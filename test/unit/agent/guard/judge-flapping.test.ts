import { describe, expect, it } from "vitest";
import { judgeFlapping } from "../../../../agent/guard/judge-flapping.ts";
import type { ReplicasSeen } from "../../../../agent/guard/replicas-seen.ts";
import type { Slot } from "../../../../edge/session.ts";
import type { FlappingRule } from "../../../../model/guard.ts";
import { lookAfter, SINCE_MS } from "./looks.ts";

const up = (index: number) => ({ index, isUp: true, isOut: false }) as Slot; // all that is asked of one
const NOW_MS = SINCE_MS + 10 * 60_000;

/** A look ten minutes after the first traffic; returns of replicas are seconds before it. */
function judged(
  returns: Readonly<Record<string, readonly number[]>>,
  {
    slots = { green: [up(0), up(1)], blue: [up(0), up(1)] },
    watchedSeconds = 600,
    ...rule
  }: Partial<FlappingRule> & { slots?: { green?: Slot[]; blue?: Slot[] }; watchedSeconds?: number } = {},
) {
  const replicasSeen: ReplicasSeen = {
    ...{ release: "a", atMs: NOW_MS, sinceMs: NOW_MS - watchedSeconds * 1_000 },
    replicas: Object.fromEntries(
      Object.entries(returns).map(([name, seconds]) => [
        name,
        { isOut: false, upMs: 0, returns: seconds.map((ago) => NOW_MS - ago * 1_000) },
      ]),
    ),
  };
  const look = lookAfter([{ minutes: 1 }], { nowMs: NOW_MS, slots, replicasSeen });
  return judgeFlapping(look, { times: 3, within: "5m", ...rule });
}

describe("a replica that flaps", () => {
  it("fails, with its name and its times", () => {
    expect(judged({ "green-0": [], "green-1": [200, 100, 10] })).toEqual({
      rule: "flapping",
      against: "absolute",
      outcome: "fail",
      because: null,
      query: "replicas of shop.green that went down and came up again 3 times within 5m",
      windowMs: 300_000,
      samples: { active: 2, stable: 2 },
      value: 1,
      limit: 1,
      unit: "replicas",
      text: "green-1 went down and came up again 3 times (14:20:00, 14:21:40, 14:23:10 UTC).",
    });
  });

  it.each<[string, Record<string, number[]>, Partial<FlappingRule>]>([
    ["none does", { "green-0": [], "green-1": [] }, {}],
    ["it did so too seldom", { "green-0": [200, 100] }, {}],
    ["one of the times is too long ago", { "green-0": [301, 100, 10] }, {}],
    ["it takes the replicas of the color together", { "green-0": [200, 100], "green-1": [200, 100] }, {}],
    ["more is let through", { "green-0": [200, 100, 10] }, { times: 4 }],
    ["the time is shorter", { "green-0": [200, 100, 10] }, { within: "1m" }],
    ["it did so before it had traffic", { "green-0": [700, 650, 601] }, { within: "30m" }],
    ["the clock has gone back", { "green-0": [-1, -2, -3] }, {}],
    ["only the stable color does", { "blue-0": [200, 100, 10] }, {}],
  ])("passes where %s", (_, returns, rule) => {
    expect(judged(returns, rule)).toMatchObject({ outcome: "pass", value: 0 });
  });

  it("is blamed on neither where the stable color flaps as well, or is not known to be up", () => {
    const green = { "green-0": [200, 100, 10] };
    expect(judged({ ...green, "blue-1": [200, 100, 10] }).because).toBe("both-bad");
    expect(judged(green, { slots: { green: [up(0)] } }).because).toBe("both-bad");
    expect(judged(green, { slots: { green: [up(0)], blue: [] } }).because).toBe("both-bad");
  });
});

describe("what nobody has seen", () => {
  it("is inconclusive where the proxy does not say", () => {
    expect(judged({}, { slots: {} })).toMatchObject({ outcome: "inconclusive", because: "missing", value: null });
  });

  it("is inconclusive until all of the time was watched", () => {
    expect(judged({ "green-0": [] }, { watchedSeconds: 299 })).toMatchObject({
      ...{ outcome: "inconclusive", because: "missing" },
      text: "Nobody has watched the replicas of green for the whole of the last 5m.",
    });
    expect(judged({ "green-0": [] }, { watchedSeconds: 300 }).outcome).toBe("pass");
    expect(judged({ "green-0": [30, 20, 10] }, { watchedSeconds: 60 }).outcome).toBe("fail");
  });

  it("is nothing where the look began with the traffic", () => {
    expect(judged({ "green-0": [] }, { watchedSeconds: 570, within: "30m" }).outcome).toBe("pass");
  });
});
