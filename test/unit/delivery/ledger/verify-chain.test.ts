import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { readLines, splitLedger, type Head } from "../../../../delivery/ledger/ledger-text.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import { accepted, refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";

const TO = side("green", sealed("1.4.2"));

let store: MemoryStore;
let head: Head;

beforeEach(() => {
  ({ store, head } = filled());
});

/** Six entries: two releases and two that were refused. */
function filled() {
  const store = new MemoryStore();
  store.write(switchTo(TO));
  store.write(verified("1.4.2", 1));
  store.write(refused(TO, { generation: 2 }));
  store.write(switchTo(TO, { generation: 2 }));
  store.write(refused(TO, { generation: 3 }));
  return { store, head: store.write(verified("1.4.2", 2)) };
}

const check = (known?: Head) => verifyChain(splitLedger(store.text), { known: known === undefined ? [] : [known] });
const problems = (known?: Head) => check(known).breaks.map(({ problem }) => problem);

describe("the chain of a ledger", () => {
  it("is proved as it was written", () => {
    expect(check(head)).toMatchObject({ head, breaks: [], accepted: [] });
  });

  it("is proved where there is nothing yet", () => {
    expect(verifyChain(splitLedger(""))).toEqual({ lines: [], head: null, breaks: [], accepted: [] });
  });

  it("goes on from a head that was known before", () => {
    store.write(verified("1.4.2", 2));
    expect(check(head).breaks).toEqual([]);
  });

  it.each([
    [
      "a changed text",
      (lines: string[]) => lines.with(2, (lines[2] ?? "").replace("answer", "ANSWER")),
      "entry 4 was not written after this entry 3: one of the two was changed",
    ],
    [
      "a line that is no entry",
      (lines: string[]) => lines.with(2, "nonsense"),
      "line 3, where entry 3 should stand, is no entry",
    ],
    [
      "a line between",
      (lines: string[]) => lines.toSpliced(2, 0, "{}"),
      "line 3, where entry 3 should stand, is no entry",
    ],
    ["a missing entry", (lines: string[]) => lines.toSpliced(2, 1), "entry 3 is missing"],
    ["missing entries", (lines: string[]) => lines.toSpliced(0, 3), "entries 1 to 3 are missing"],
    ["a repeated entry", (lines: string[]) => lines.toSpliced(3, 0, lines[2] ?? ""), "entry 3 stands there twice"],
    [
      "another entry of that number",
      (lines: string[]) => lines.toSpliced(3, 0, (lines[2] ?? "").replace("answer", "ANSWER")),
      "there are two entries 3",
    ],
    [
      "entries in another order",
      (lines: string[]) => [...lines.slice(0, 2), lines[3] ?? "", lines[2] ?? "", ...lines.slice(4)],
      "entry 3 stands behind entry 4",
    ],
  ])("is broken by %s, and by nothing else", (_, change, problem) => {
    store.lines = change(store.lines);
    expect(problems(head)).toEqual([problem]);
  });

  it("is broken by a first entry that names one before it", () => {
    store.lines = store.lines.with(0, (store.lines[0] ?? "").replace(/0{64}/, "1".repeat(64)));
    expect(problems()).toEqual([
      "entry 1 was changed: it names an entry before it",
      "entry 2 was not written after this entry 1: one of the two was changed",
    ]);
  });

  it("shows every one of several breaks", () => {
    store.lines = store.lines.toSpliced(4, 1).with(0, "nonsense");
    expect(check().breaks.map(({ kind, number }) => [kind, number])).toEqual([
      ["changed", 1],
      ["missing", 5],
    ]);
  });

  it("shows what was taken away or changed at its end only against a known head", () => {
    store.lines = store.lines.slice(0, 4);
    expect(problems()).toEqual([]);
    expect(problems(head)).toEqual([
      "entry 6 of the known head is not there, nor what stood between it and the last one",
    ]);
    ({ store, head } = filled());
    store.lines = store.lines.with(5, (store.lines[5] ?? "").replace('"switchMs":12', '"switchMs":13'));
    expect(problems()).toEqual([]);
    expect(problems(head)).toEqual(["entry 6 is not the one of the known head, or one before it was changed"]);
  });

  it("shows a last line that was not written to its end, until the next entry repairs it", () => {
    store.text += '{"number":7,"prev';
    expect(check().breaks).toMatchObject([{ kind: "torn", number: 7 }]);
    store.write(verified("1.4.2", 2));
    expect(check(head).breaks).toEqual([]);
  });

  it("may begin anywhere where it is a part", () => {
    const part = splitLedger(store.text.slice(store.text.indexOf("\n") + 1));
    expect(verifyChain(part, { isPart: true, known: [head] }).breaks).toEqual([]);
    expect(verifyChain(part).breaks).toMatchObject([{ kind: "missing", number: 1 }]);
  });

  it("knows entries of kinds that this version does not", () => {
    store.lines = [...store.lines, JSON.stringify({ number: 7, previous: head.hash, at: 0, kind: "moved-to-mars" })];
    expect(check().breaks).toEqual([]);
  });
});

describe("an entry by which a person goes on", () => {
  it("heals what was wrong before it, and tells it", () => {
    store.lines = store.lines.with(2, (store.lines[2] ?? "").replace("answer", "ANSWER"));
    store.write(accepted(3));
    store.write(verified("1.4.2", 2));
    const { breaks, accepted: healed } = check();
    expect(breaks).toEqual([]);
    expect(healed).toMatchObject([{ found: { number: 3 }, by: { number: 7, change: { reason: "disk swapped" } } }]);
  });

  it("heals nothing before the number that it names, and nothing after it", () => {
    store.write(accepted(4));
    store.write(verified("1.4.2", 2));
    store.write(verified("1.4.2", 2));
    store.lines = store.lines
      .with(1, (store.lines[1] ?? "").replace('"switchMs":12', '"switchMs":13'))
      .with(7, (store.lines[7] ?? "").replace('"switchMs":12', '"switchMs":13'));
    expect(check().breaks.map(({ number }) => number)).toEqual([2, 8]);
  });

  it("heals numbers that were left out when it was written behind entries in another order", () => {
    const [first = "", second = "", third = ""] = store.lines;
    store.lines = [first, third, second];
    const previous = readLines(store.lines)[2]?.hash;
    store.lines = [...store.lines, JSON.stringify({ number: 5, previous, at: 0, ...accepted(2) })];
    expect(check()).toMatchObject({ breaks: [], accepted: [{ found: { kind: "reordered", number: 2 } }] });
  });

  it("does not heal a change of what it was written after", () => {
    store.write(accepted(2));
    store.lines = store.lines.with(5, (store.lines[5] ?? "").replace('"switchMs":12', '"switchMs":13'));
    expect(check().breaks).toMatchObject([{ kind: "changed", number: 6 }]);
  });
});

describe("any damage", () => {
  const { store, head } = filled();
  const line = fc.nat({ max: store.lines.length - 1 });
  const isBroken = (text: string, known?: Head) =>
    verifyChain(splitLedger(text), { known: known === undefined ? [] : [known] }).breaks.length > 0;
  const joined = (lines: readonly string[]) => lines.map((text) => `${text}\n`).join("");

  it("to a byte is found, in all but the last line without a known head", () => {
    const bytes = Buffer.from(store.text);
    const lastLine = bytes.lastIndexOf("\n", bytes.length - 2);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, shift) => {
        const changed = Buffer.from(bytes);
        changed[place] = ((changed[place] ?? 0) + shift) % 256;
        expect(isBroken(changed.toString("utf8"), head)).toBe(true);
        if (place <= lastLine) expect(isBroken(changed.toString("utf8"))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("by a line less, twice, or in another place is found", () => {
    fc.assert(
      fc.property(line, line, (one, other) => {
        const { lines } = store;
        expect(isBroken(joined(lines.toSpliced(one, 1)), head)).toBe(true);
        expect(isBroken(joined(lines.toSpliced(other, 0, lines[one] ?? "")))).toBe(true);
        if (one === other) return;
        expect(isBroken(joined(lines.with(one, lines[other] ?? "").with(other, lines[one] ?? "")))).toBe(true);
      }),
    );
  });
});
