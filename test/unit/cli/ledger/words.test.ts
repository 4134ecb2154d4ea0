import { describe, expect, it } from "vitest";
import { parseLimit } from "../../../../cli/commands/history.ts";
import { parseHead } from "../../../../cli/commands/ledger-verify.ts";
import { renderChain } from "../../../../cli/ledger/chain-words.ts";
import { togetherWords } from "../../../../cli/ledger/story-words.ts";
import { findStory, parseWanted } from "../../../../cli/ledger/find-story.ts";
import { parseMoment } from "../../../../cli/ledger/parse-moment.ts";
import type { ExportMark } from "../../../../delivery/ledger/exported.ts";
import { readLines, splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import type { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { acceptedLedger, judgedLedger, sampleLedger } from "../../../support/ledger/sample.ts";

describe("a move", () => {
  it("names who moved with it", () => {
    const [first] = tellStories(readLines(sampleLedger().lines));
    if (first?.first.entry.kind !== "switch") throw new Error("the sample begins with a switch");
    expect(togetherWords(first)).toBeNull();
    const group = { name: "checkout", services: ["cart", "pay", "shop"] };
    const entry = { ...first.first.entry, group };
    expect(togetherWords({ service: "shop", first: { ...first.first, entry } })).toBe("cart, pay (group checkout)");
  });
});

const HASH = "0123456789abcdef".repeat(4);

describe("a release on the command line", () => {
  it.each([
    [["#12"], { number: 12 }],
    [["12"], { number: 12 }],
    [["shop@1.4.2"], { service: "shop", version: "1.4.2" }],
    [["shop", "1.4.2"], { service: "shop", version: "1.4.2" }],
    [["shop", "12"], { service: "shop", version: "12" }],
  ])("%j is %j", (words, wanted) => {
    expect(parseWanted(words)).toEqual(wanted);
  });

  it.each([[["shop"]], [["@1"]], [["shop@"]], [["#"]], [["shop", "1", "2"]], [["shop", ""]]])("%j is none", (words) => {
    expect(() => parseWanted(words)).toThrow(
      /^release: must be the number of an entry, or a service and its version, got "/,
    );
  });

  it("is the newest of its version, and is found by any entry that is about it", () => {
    const stories = tellStories(readLines(sampleLedger().lines));
    const found = (words: string[]) => findStory(stories, parseWanted(words), "prod").first.entry.number;
    expect(found(["shop@1.4.2"])).toBe(10);
    expect([found(["3"]), found(["4"])]).toEqual([3, 3]);
    const judged = tellStories(readLines(judgedLedger().lines));
    expect(["13", "14"].map((word) => findStory(judged, parseWanted([word]), "prod").first.entry.number)).toEqual([
      6, 15,
    ]);
    expect(() => found(["99"])).toThrow(
      "the ledger of prod tells of no release with entry #99. `tidegate history -s prod`",
    );
    expect(() => found(["mail@1"])).toThrow("the ledger of prod tells of no release of mail 1.");
  });
});

describe("what stands on the command line of the ledger's commands", () => {
  const NOW = Date.UTC(2026, 10, 30, 12);
  const parsed = (text: string) => parseMoment("--since", text, NOW);

  it("may be a date, which begins at midnight here, or a moment", () => {
    expect(parsed("2026-11-01")).toBe(new Date(2026, 10, 1).getTime());
    expect(parsed("2026-11-01T12:00:00+01:00")).toBe(Date.UTC(2026, 10, 1, 11));
  });

  it("may be a time before now, in days of 24 hours or any unit of a duration", () => {
    expect(parsed("30d")).toBe(Date.UTC(2026, 9, 31, 12));
    expect(parsed("90m")).toBe(Date.UTC(2026, 10, 30, 10, 30));
  });

  it.each([
    ...["yesterday", "2026-13-01", "2026-11-01T12:00", "01.11.2026", "", "-1d", "1.5d", "30"],
    ...["99999d", "99999999999999999999h", "1969-12-31"],
  ])("has no point in time in %j", (text) => {
    expect(() => parsed(text)).toThrow(/^--since: must be a date, a moment or a time before now, got "/);
  });

  it("has a head as it is printed, and nothing else", () => {
    expect(parseHead(`12:${HASH}`)).toEqual({ number: 12, hash: HASH });
    for (const text of ["12", HASH, `12:${HASH}0`, `x:${HASH}`])
      expect(() => parseHead(text)).toThrow(/^--head: must be/);
  });

  it("has a limit of one at least", () => {
    expect(parseLimit("3")).toBe(3);
    for (const text of ["0", "-1", "x", "1.5"]) expect(() => parseLimit(text)).toThrow(/^--limit: must be a number/);
  });
});

describe("what `ledger verify` says", () => {
  const said = (store: MemoryStore, stack: string | null = "prod", hasKnownHead = false) => {
    const check = verifyChain(splitLedger(store.text), { isPart: stack === null });
    const name = stack === null ? "ledger.jsonl" : "The ledger of prod";
    return renderChain(check, { name, stack, hasKnownHead }, (_, text) => text);
  };

  it("names the head, and what it does not prove", () => {
    const text = said(sampleLedger());
    expect(text).toMatch(
      /^The ledger of prod is what was written: 12 entries\.\nhead 12:[0-9a-f]{64}\nNothing links the last/,
    );
    expect(said(sampleLedger(), "prod", true)).toContain("It is, or goes on from, the one that had the known head.");
  });

  it("says whose ledger a file says it is", () => {
    const check = verifyChain(splitLedger(sampleLedger().text));
    const of = (mark: ExportMark | null) =>
      renderChain(check, { name: "ledger.jsonl", stack: null, mark, hasKnownHead: false }, (_, text) => text);
    const mark = {
      kind: "exported",
      number: 13,
      previous: HASH,
      at: 0,
      project: "shop",
      stack: "stg\u001b[2J",
    } as const;
    expect(of(mark)).toMatch(/\nIt says that it is the ledger of stg\S*\[2J of shop, at 1970-01-01 /);
    expect(of(mark)).not.toContain("\u001b");
    expect(of(null)).toContain("\nIt does not say whose ledger it is.\n");
    expect(said(sampleLedger())).not.toContain("whose");
  });

  it("names every break, and what to do", () => {
    const store = sampleLedger();
    store.lines = store.lines.toSpliced(5, 1).with(2, "x");
    expect(said(store)).toBe(
      "The ledger of prod is not what was written, in 2 places:\n" +
        "  line 3, where entry 3 should stand, is no entry.\n" +
        "  entry 6 is missing.\n" +
        "What to do: keep a copy (`tidegate ledger export -s prod > ledger.jsonl`), and\n" +
        "compare it with earlier ones and with the heads that runs have printed.\n" +
        "Releases are refused until somebody goes on with it and says why: `tidegate\n" +
        "ledger accept --reason TEXT -s prod`. Rollbacks go through.\n",
    );
    expect(said(store, null)).toContain("Take the copy anew");
  });

  it("calls for nothing where only the last line is torn", () => {
    const store = sampleLedger();
    store.text += "{";
    expect(said(store)).toContain("there is nothing to do.");
    expect(said(store)).not.toContain("accept");
  });

  it("names what somebody went on with, and why", () => {
    expect(said(acceptedLedger())).toMatch(
      /! entry 3 was not written .*\n {2}jane@laptop went on with that in #13: disk swapped\n/,
    );
  });
});
