import { expect, test } from "vitest";
import {
  knownSlots,
  replicasSeenSchema,
  seeReplicas,
  type ReplicasSeen,
} from "../../../../agent/guard/replicas-seen.ts";
import type { Slot } from "../../../../edge/session.ts";

/** `u` is up since long ago, `n` since now, `d` is out, `f` fails checks and is not out yet: a letter for each slot. */
function slots(states: string, nowMs = 0): Slot[] {
  return [...states].map((state, index) => {
    const since = state === "n" ? nowMs : -60_000;
    return { index, isUp: "un".includes(state), isOut: state === "d", since } as Slot; // all that is asked
  });
}

/** Looks at green, one a second from 1 s on; `null` is a look in which it could not be read. */
function looks(states: readonly (string | null)[], known?: ReplicasSeen, release = "a"): ReplicasSeen {
  let seen = known;
  let nowMs = known?.atMs ?? 0;
  for (const state of states) {
    nowMs += 1_000;
    seen = seeReplicas(seen, { release, slots: state === null ? {} : { green: slots(state, nowMs) }, nowMs });
  }
  if (seen === undefined) throw new Error("nobody looked");
  return seen;
}

const returnsOf = (seen: ReplicasSeen, name = "green-0") => seen.replicas[name]?.returns;
const known = (seen: ReplicasSeen, states: string) =>
  knownSlots({ green: slots(states) }, seen).green?.map(({ index }) => index);

test.each<[string, (string | null)[], number[]]>([
  ["goes down and comes up again", ["u", "d", "d", "u", "u"], [4_000]],
  ["does so twice", ["u", "d", "u", "d", "u"], [3_000, 5_000]],
  ["comes up for the first time", ["d", "d", "u"], []],
  ["fails a check or two and is not taken out", ["u", "f", "f", "u"], []],
  ["comes up by way of checks that fail", ["u", "d", "f", "d", "u"], [5_000]],
  ["is down when nobody can ask", ["u", "d", null, "u"], [4_000]],
  ["is down between two looks", ["u", "n", "n"], [2_000]],
  ["came up a moment ago", ["n", "n", "n"], []],
])("counts what a replica does that %s", (_, states, returns) => {
  expect(returnsOf(looks(states))).toEqual(returns);
});

test("counts each replica alone, and keeps the last returns of many", () => {
  const seen = looks(Array.from({ length: 50 }, (_, second) => (second % 2 === 0 ? "uu" : "du")));
  expect(returnsOf(seen)).toHaveLength(20);
  expect(returnsOf(seen)?.at(-1)).toBe(49_000);
  expect(returnsOf(seen, "green-1")).toEqual([]);
});

test("goes on with what was written down", () => {
  const written = JSON.stringify(looks(["u", "d"]));
  expect(returnsOf(looks(["u"], replicasSeenSchema.parse(JSON.parse(written))))).toEqual([3_000]);
});

test("takes a clock that is set for no return", () => {
  const before = looks(["u", "u"]);
  for (const jumpMs of [-3_600_000, 3_600_000]) {
    const green = slots("u").map((slot) => ({ ...slot, since: slot.since + jumpMs }));
    const after = seeReplicas(before, { release: "a", slots: { green }, nowMs: 3_000 + jumpMs });
    expect(returnsOf(after)).toEqual([]);
  }
});

test("begins anew with another release", () => {
  const seen = looks(["d"], looks(["u", "d", "u"]), "b");
  expect(seen.replicas).toEqual({});
  expect(seen.sinceMs).toBe(4_000);
});

test("says since when it has looked without a pause that could hide something", () => {
  const before = looks(["u", "u"]);
  expect(before.sinceMs).toBe(1_000);
  const after = (nowMs: number) => seeReplicas(before, { release: "a", slots: {}, nowMs }).sinceMs;
  expect(after(32_000)).toBe(1_000);
  expect(after(33_000)).toBe(33_000);
  expect(after(-33_000)).toBe(-33_000);
});

test("knows of a place that went down, and of none that was never up", () => {
  expect(known(looks(["dd"]), "dd")).toEqual([]);
  expect(known(looks(["dd", "ud"]), "dd")).toEqual([0]);
  expect(knownSlots({}, looks(["u"]))).toEqual({});
});
