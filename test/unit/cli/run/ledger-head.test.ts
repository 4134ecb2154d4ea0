import { expect, test } from "vitest";
import { headOf, headSeen } from "../../../../cli/run/ledger-head.ts";
import type { Verdict } from "../../../../model/verdict.ts";
import { EDGE, observed } from "../../edge/observed.ts";

const head = (number: number) => ({ number, hash: String(number).repeat(4), waits: false });
const verdict: Verdict = {
  ...{ format: 1, verb: "cutover", service: "shop", ok: true, exitCode: 0, reason: null, message: "" },
  ...{ from: null, to: null, version: null, switchMs: null, switchedAt: null, totalMs: 1 },
};

test("is the last entry that any of a run's commands wrote", () => {
  expect(headOf([{ ...verdict, ledger: head(3) }, verdict, { ...verdict, ledger: head(2) }])).toEqual(head(3));
  expect(headOf([verdict])).toBeNull();
});

test("is known of what was seen, where there is a ledger", () => {
  const ledger = { head: head(7), broken: null, hasRoom: true };
  expect(headSeen(observed(null, { edge: { ...EDGE, ledger } }))).toEqual(head(7));
  expect(headSeen(observed(null, { edge: { ...EDGE, ledger: { ...ledger, head: null } } }))).toBeNull();
  expect(headSeen(observed(null, { edge: null }))).toBeNull();
  expect(headSeen(undefined)).toBeNull();
});
