import { expect, test } from "vitest";
import { beginWatching, sumOfCounts, watchOn } from "../../../../cli/top/watch-counts.ts";
import { counted } from "./lines.ts";

const reading = (blue: number, green?: number) => ({
  shop: { blue: counted({ 0: blue }), ...(green === undefined ? {} : { green: counted({ 0: green }) }) },
});

test("begins with what was counted before left out", () => {
  const began = beginWatching(reading(1_000), 0);
  const first = watchOn(began, reading(1_007, 2), 1_000);
  const second = watchOn(first, reading(1_010, 2), 2_000);
  expect(first.interval).toEqual(reading(7, 2));
  expect(second.interval).toEqual(reading(3, 0));
  expect(second.total).toEqual(reading(10, 2));
});

test("keeps its totals when the edge begins anew", () => {
  const watched = watchOn(beginWatching(reading(100), 0), reading(150), 1_000);
  const restarted = watchOn(watched, reading(20), 2_000);
  expect(restarted.interval).toEqual(reading(0));
  expect(restarted.total).toEqual(reading(50));
  expect(watchOn(restarted, reading(25), 3_000).total).toEqual(reading(55));
});

test("adds up what several edges have counted", () => {
  const blog = { blog: { blue: counted({ 3: 1 }) } };
  expect(sumOfCounts([reading(1, 2), reading(10), { ...reading(100, 200), ...blog }])).toEqual({
    ...reading(111, 202),
    ...blog,
  });
});
