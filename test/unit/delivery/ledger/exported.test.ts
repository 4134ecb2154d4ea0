import { describe, expect, it } from "vitest";
import { proveExport, renderExport } from "../../../../delivery/ledger/exported.ts";
import { headOf, readLines, splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import { sampleLedger } from "../../../support/ledger/sample.ts";

const AT = Date.UTC(2026, 11, 1);
const ID = { project: "shop", stack: "stg" };
const LINES = readLines(sampleLedger().lines);
const HEAD = headOf(LINES);

/** The sample's twelve entries from the one with this index on, and the mark. */
const exported = (from = 0) => renderExport(LINES.slice(from), { id: ID, head: HEAD, at: AT });

describe("an exported ledger", () => {
  it("has the lines as they are, and behind them whose they are", () => {
    const lines = exported().trimEnd().split("\n");
    expect(lines.slice(0, -1)).toEqual(sampleLedger().lines);
    const mark = { number: 13, previous: HEAD?.hash, at: AT, kind: "exported", ...ID };
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual(mark);
    expect(proveExport(exported())).toMatchObject({ mark, check: { head: HEAD, breaks: [] } });
  });

  it("is a chain for whatever knows chains alone", () => {
    const { breaks, lines } = verifyChain(splitLedger(exported()));
    expect([breaks, lines.length]).toEqual([[], 13]);
  });

  it.each([3, 12])("may begin behind entry %i", (from) => {
    const { mark, check } = proveExport(exported(from));
    expect([mark?.stack, check.lines.length, check.breaks]).toEqual(["stg", 12 - from, []]);
  });

  it("may be that of a ledger without an entry", () => {
    const text = renderExport([], { id: ID, head: null, at: AT });
    expect(proveExport(text)).toMatchObject({ mark: { number: 1, stack: "stg" }, check: { head: null, breaks: [] } });
    expect(verifyChain(splitLedger(text)).breaks).toEqual([]);
  });

  it("is read as well where it does not say whose it is", () => {
    expect(proveExport(sampleLedger().text)).toMatchObject({ mark: null, check: { head: HEAD, breaks: [] } });
  });

  it("shows at its mark what was changed in its last entry, or taken away before it", () => {
    const lines = exported().split("\n");
    const changed = lines.with(11, (lines[11] ?? "").replace('"service":"mail"', '"service":"shop"')).join("\n");
    expect(proveExport(changed).check.breaks).toMatchObject([{ kind: "head", number: 12 }]);
    expect(proveExport(lines.toSpliced(11, 1).join("\n")).check.breaks).toMatchObject([{ kind: "head", number: 12 }]);
  });

  it("is compared with a head that was kept elsewhere, too", () => {
    const other = { number: 12, hash: "0".repeat(64) };
    expect(proveExport(exported(), [other]).check.breaks).toMatchObject([{ kind: "head", number: 12 }]);
  });
});
