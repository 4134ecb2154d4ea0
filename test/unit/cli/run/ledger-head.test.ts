import { expect, test } from "vitest";
import { headLine, headOf } from "../../../../cli/run/ledger-head.ts";
import type { Verdict } from "../../../../model/verdict.ts";

const head = (number: number) => ({ number, hash: String(number).repeat(4), waits: false });
const verdict: Verdict = {
  ...{ format: 1, verb: "cutover", service: "shop", ok: true, exitCode: 0, reason: null, message: "" },
  ...{ from: null, to: null, version: null, switchMs: null, switchedAt: null, totalMs: 1 },
};

test("is the last entry that any of a run's commands wrote", () => {
  expect(headOf([{ ...verdict, ledger: head(3) }, verdict, { ...verdict, ledger: head(2) }])).toEqual(head(3));
  expect(headOf([verdict])).toBeNull();
});

test("is told whole, and that it is not on the disk yet", () => {
  expect(headLine(head(3))).toBe("ledger: entry 3, 3333");
  expect(headLine({ ...head(3), waits: true })).toBe(
    "ledger: entry 3, 3333, which waits in memory until the edge's disk has room",
  );
});
