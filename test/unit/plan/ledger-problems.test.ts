import { describe, expect, it } from "vitest";
import type { LedgerState } from "../../../model/ledger-state.ts";
import { planService } from "../../../plan/plan-service.ts";
import { observed, record, spec, steady } from "../edge/observed.ts";

const WELL: LedgerState = { head: null, broken: null, hasRoom: true };

/** What forbids an `up` that moves traffic to green, on a host whose ledger is like that. */
function problems(ledger: LedgerState | undefined, there = steady()) {
  const base = { id: "edge", hash: "h", state: "running", ports: [], workers: 1, base: { hash: "b", counter: 5 } };
  const edge = ledger === undefined ? base : { ...base, ledger };
  return planService("shop", spec({ activeColor: "green" }), observed(there, { edge })).problems;
}

describe("a release", () => {
  it("begins where the ledger is well, and where the edge says nothing of one", () => {
    expect(problems(WELL)).toEqual([]);
    expect(problems(undefined)).toEqual([]);
  });

  it("is refused where the ledger is not what was written", () => {
    const broken = { entry: 4, text: "entry 4 (line 4 of 000001.jsonl) is no JSON" };
    expect(problems({ ...WELL, broken })).toEqual([
      "services.shop: cannot be released, because the ledger is not what was written: entry 4 (line 4 of 000001.jsonl) is no " +
        "JSON. Look at it with `tidegate ledger verify -s dev`; when you know what happened, `tidegate ledger accept --reason " +
        "TEXT -s dev` goes on with it. A rollback works meanwhile.",
    ]);
  });

  it("is refused where nothing can be written any more", () => {
    expect(problems({ ...WELL, hasRoom: false })).toEqual([
      "services.shop: cannot be released, because the edge's disk has less than 1 MiB left for its record and ledger. Make room " +
        "(`tidegate prune -s dev` removes old images) and run again. A rollback works meanwhile.",
    ]);
  });
});

it("lets traffic go back to what has served, whatever the ledger is like", () => {
  const green = record().sealed.blue;
  const broken = { entry: 4, text: "entry 4 is no JSON" };
  const sealed = {
    blue: green,
    green: green === null ? null : { ...green, release: { ...green.release, version: "2" } },
  };
  const found = problems({ head: null, broken, hasRoom: false }, steady({ record: record({ sealed }) }));
  expect(found.filter((problem) => problem.includes("cannot be released"))).toEqual([]);
});
