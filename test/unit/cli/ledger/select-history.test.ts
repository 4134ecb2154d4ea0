import { describe, expect, it } from "vitest";
import { actResult } from "../../../../cli/ledger/act-result.ts";
import { selectHistory, type HistoryScope } from "../../../../cli/ledger/select-history.ts";
import { splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import type { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { acceptedLedger, judgedLedger } from "../../../support/ledger/sample.ts";

function select(store: MemoryStore, scope: HistoryScope) {
  const check = verifyChain(splitLedger(store.text));
  return selectHistory({ check, stories: tellStories(check.lines) }, scope);
}

/** Numbers of its lines. */
function numbers(store: MemoryStore, scope: HistoryScope) {
  const { releases, acts, total } = select(store, scope);
  return {
    releases: releases.map(({ first }) => first.entry.number),
    acts: acts.map(({ entry }) => entry.number),
    total,
  };
}

describe("what a history shows", () => {
  it("is the newest releases, and what persons did since the oldest of them", () => {
    expect(numbers(judgedLedger(), { limit: 1 })).toEqual({ releases: [15], acts: [], total: 8 });
    expect(numbers(judgedLedger(), { limit: 2 })).toEqual({ releases: [15, 12], acts: [14, 13], total: 8 });
    expect(numbers(judgedLedger(), { limit: 20 })).toMatchObject({ acts: [14, 13], total: 8 });
  });

  it("is of one service, to which nothing belongs that is about the ledger", () => {
    expect(numbers(judgedLedger(), { limit: 20, service: "mail" })).toEqual({ releases: [12], acts: [], total: 1 });
    expect(numbers(judgedLedger(), { limit: 20, service: "shop" }).acts).toEqual([14, 13]);
    expect(numbers(acceptedLedger(), { limit: 20 }).acts).toEqual([13]);
    expect(numbers(acceptedLedger(), { limit: 20, service: "shop" }).acts).toEqual([]);
  });

  it("tells in its result who did what, and why", () => {
    const [cleared, reviewed] = select(judgedLedger(), { limit: 20 }).acts.map(actResult);
    expect(cleared).toMatchObject({
      number: 14,
      kind: "hold-cleared",
      service: "shop",
      version: "1.4.2",
      broken: null,
    });
    expect(reviewed).toMatchObject({
      kind: "reviewed",
      change: { actor: { name: "bob@laptop" }, reason: "it may stay" },
    });
    const [accepted] = select(acceptedLedger(), { limit: 20 }).acts.map(actResult);
    expect(accepted).toMatchObject({ kind: "accepted", service: null, version: null, broken: 2 });
  });
});
