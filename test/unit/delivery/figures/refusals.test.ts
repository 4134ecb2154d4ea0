import { expect, it } from "vitest";
import { countRefusals } from "../../../../delivery/figures/refusals.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import type { GateResult, GateVerdict } from "../../../../model/gate-result.ts";
import { refused, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { timed, type TimedFacts } from "../../../support/ledger/timed.ts";

const V2 = side("green", sealed("2"));
const result = (gate: string, verdict: GateVerdict): GateResult => ({
  ...{ gate, verdict, asked: "a", seen: "s", wanted: "w", remedy: null, tookMs: 1 },
});
const at = (stage: string, gates: GateResult[] | null = null): TimedFacts => [0, refused(V2, { stage, gates })];

it("counts refused releases by what refused them, most often first, each gate that was closed for itself", () => {
  const lines = timed(
    at("smoke"),
    at("gates", [result("window", "fail"), result("host", "pass"), result("approvals", "inconclusive")]),
    at("gates", [result("window", "pass"), result("approvals", "fail")]),
    at("gate"),
    at("smoke"),
    at("smoke"),
    [9, switchTo(V2)],
  );
  expect(countRefusals(tellStories(lines))).toEqual([
    { stage: "smoke", gate: null, count: 3, unknown: 0 },
    { stage: "gates", gate: "approvals", count: 2, unknown: 1 },
    { stage: "gate", gate: null, count: 1, unknown: 0 },
    { stage: "gates", gate: "window", count: 1, unknown: 0 },
  ]);
});

it("names the stage alone where the ledger does not say which gate it was", () => {
  expect(countRefusals(tellStories(timed(at("gates", null))))).toEqual([
    { stage: "gates", gate: null, count: 1, unknown: 0 },
  ]);
});
