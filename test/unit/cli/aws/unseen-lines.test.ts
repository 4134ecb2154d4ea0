import { expect, it } from "vitest";
import { unseenLines } from "../../../../cli/aws/unseen-lines.ts";

const line = (id: string, at: number) => ({ id, at });

it("hands on each line once, in the order of their times", () => {
  const unseen = unseenLines();
  expect(unseen([line("b", 2), line("a", 1)], 0)).toEqual([line("a", 1), line("b", 2)]);
  expect(unseen([line("a", 1), line("b", 2), line("c", 2)], 0)).toEqual([line("c", 2)]);
});

it("hands on a line that comes after later ones", () => {
  const unseen = unseenLines();
  unseen([line("b", 5)], 0);
  expect(unseen([line("late", 3), line("b", 5)], 1)).toEqual([line("late", 3)]);
});

it("forgets what is from before what is asked for", () => {
  const unseen = unseenLines();
  unseen([line("a", 1), line("b", 9)], 0);
  unseen([], 5);
  expect(unseen([line("a", 1), line("b", 9)], 5)).toEqual([line("a", 1)]);
});
