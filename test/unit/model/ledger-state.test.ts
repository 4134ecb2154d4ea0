import { expect, test } from "vitest";
import { headLine, newestHead } from "../../../model/ledger-state.ts";

const head = (number: number) => ({ number, hash: String(number).repeat(4), waits: false });

test("a head is told whole, and that it is not on the disk yet", () => {
  expect(headLine(head(3))).toBe("ledger: entry 3, 3333");
  expect(headLine({ ...head(3), waits: true })).toBe(
    "ledger: entry 3, 3333, which waits in memory until the edge's disk has room",
  );
});

test("the newest of several heads has the highest number", () => {
  expect(newestHead([head(9), head(10), head(8)])).toEqual(head(10));
  expect(newestHead([])).toBeNull();
});
