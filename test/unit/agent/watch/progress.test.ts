import { expect, test } from "vitest";
import { progressAfter, type Progress } from "../../../../agent/watch/progress.ts";
import { NO_COUNTS } from "../../../../edge/counts.ts";
import { canarySchema } from "../../../../model/canary.ts";
import type { EdgeRecord } from "../../../../model/record.ts";
import { beginCanary } from "../../../../plan/canary-steps.ts";
import { record, release, seal } from "../../edge/observed.ts";

const canary = beginCanary(canarySchema.parse({ steps: "5% 10s, 100%" }), { from: "blue", replicas: 2, now: 0 });
const plain = record({ active: "green", sealed: { blue: seal(release("1")), green: seal(release("2")) } });
if (canary === null) throw new Error("it has one step only");
const underWay: EdgeRecord = { ...plain, canary };

const two = { ...NO_COUNTS, statuses: [0, 1, 0, 0, 1] };
const look = (before: Progress | undefined, of: EdgeRecord, passedMs = 1_000, wroteMs: number | null = null) =>
  progressAfter(before, of, { nowMs: 5_000, passedMs, counted: two, wroteMs });
const HASH = seal(release("2")).hash;
const NONE = { generation: 7, revision: 1, hash: HASH, sinceMs: 5_000, watchedMs: 0, answered: 0, isOver: false };

test("begins with the first look, whatever was before it", () => {
  expect(look(undefined, underWay)).toEqual(NONE);
  expect(look({ ...NONE, generation: 6, watchedMs: 9_000, answered: 9 }, underWay)).toEqual(NONE);
});

test("begins again with each step, and still knows since when the color gets traffic", () => {
  expect(look({ ...NONE, revision: 4, sinceMs: 1_000, watchedMs: 9_000 }, underWay)).toEqual({
    ...NONE,
    sinceMs: 1_000,
  });
  expect(look({ ...NONE, sinceMs: 1_000, watchedMs: 9_000 }, plain)).toEqual({ ...NONE, revision: 0, sinceMs: 1_000 });
});

test("adds up what was watched and answered, and no gap in which nobody watched", () => {
  expect(look(look(NONE, underWay), underWay, 1_100)).toEqual({ ...NONE, watchedMs: 2_100, answered: 4 });
  expect(look(NONE, underWay, 3_600_000)).toEqual({ ...NONE, watchedMs: 5_000, answered: 2 });
});

const OTHER = { ...NONE, generation: 6, revision: 0, hash: "another", isOver: true };
const release2: EdgeRecord = { ...plain, purpose: "release" };

test.each<[string, Progress | undefined, EdgeRecord, boolean]>([
  ["a service that it has not seen before", undefined, release2, true],
  ["a release that it has seen come", OTHER, release2, false],
  ["one that is under way, whatever it was begun for", OTHER, { ...underWay, purpose: "return" }, false],
  ["the same release, put back by another switch", { ...OTHER, hash: HASH }, release2, true],
  ["the same release, still watched", { ...OTHER, hash: HASH, isOver: false }, release2, false],
  ["one that was gone back to by itself", OTHER, { ...plain, purpose: "fallback" }, true],
  ["one that was gone back to by a person", OTHER, { ...plain, purpose: "rollback" }, true],
  ["one that an up declared again", OTHER, { ...plain, purpose: "return" }, true],
  ["one of which an older edge does not say what for", OTHER, plain, true],
  ["traffic to nobody", OTHER, { ...release2, active: null }, true],
])("does or does not watch %s", (_, before, after, isOver) => {
  expect(look(before, after)).toMatchObject({ isOver });
});

test("watches a release that it has not seen come where the ledger has just told of one", () => {
  expect(look(undefined, release2, 0, 4_000)).toMatchObject({ isOver: false });
  expect(look(undefined, release2, 0, -60_000)).toMatchObject({ isOver: true });
  expect(look(undefined, { ...plain, purpose: "fallback" }, 0, 4_000)).toMatchObject({ isOver: true });
  const first = { ...release2, sealed: { ...release2.sealed, blue: null } };
  expect(look(undefined, first, 0, 4_000)).toMatchObject({ isOver: true }); // there is nothing to go back to
});
