import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories, type Story } from "../../../../delivery/ledger/releases.ts";
import { change, refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";

const OLD = sealed("1.4.1");
const NEW = sealed("1.4.2", { limits: { memory: "1GiB" } });
const BLUE = side("blue", OLD);
const GREEN = side("green", NEW);

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
  store.write(switchTo(BLUE, { release: OLD }));
  store.write(verified("1.4.1", 1));
});

const stories = () => tellStories(readLines(store.lines));
const ends = () => stories().map(({ purpose, end }) => `${purpose} ${end.how}`);
const toGreen = () => store.write(switchTo(GREEN, { generation: 2, from: BLUE, release: NEW }));

describe("the story of a release", () => {
  it("ends well where it is verified, and knows what was before", () => {
    toGreen();
    store.write(verified("1.4.2", 2, 7));
    const [first, second] = stories();
    expect(second).toMatchObject({
      service: "shop",
      purpose: "release",
      from: BLUE,
      to: GREEN,
      before: OLD,
      release: NEW,
    });
    expect(second?.end).toMatchObject({ how: "verified", by: { entry: { number: 4, switchMs: 7 } } });
    expect(first?.leftBy).toBe(second);
    expect(second?.leftBy).toBeNull();
  });

  it("has the steps in which its clients went over, the last one with its good end", () => {
    toGreen();
    const step = { by: "agent", reason: "its time is over", action: "step" } as const;
    const next = { ...step, revision: 2, share: { before: 500, after: 3_000 } };
    const last = { ...step, revision: 3, share: { before: 3_000, after: 10_000 } };
    const of = { service: "shop", generation: 2, version: "1.4.2" };
    store.write({ kind: "canary", ...of, ...next });
    expect(ends()).toEqual(["release verified", "release open"]);
    store.write({ kind: "verified", ...of, switchMs: null, canary: last });
    const [, second] = stories();
    expect(second?.steps.map(({ step: each, by }) => [each, by.entry.number])).toEqual([
      [next, 4],
      [last, 5],
    ]);
    expect(second?.end).toMatchObject({ how: "verified", by: second?.steps[1]?.by });
  });

  it("is open as long as nothing says how it ended", () => {
    toGreen();
    expect(ends()).toEqual(["release verified", "release open"]);
  });

  it("ends with the fallback that was made for it, and what was before serves on", () => {
    toGreen();
    store.write(switchTo(BLUE, { purpose: "fallback", generation: 3, from: GREEN, problem: "smoke is red" }));
    const [first, second] = stories();
    expect(ends()).toEqual(["release verified", "release rolled-back"]);
    expect(second?.end).toMatchObject({ by: { entry: { problem: "smoke is red", generation: 3 } } });
    expect(first?.leftBy).toBeNull();
  });

  it("is open again where that fallback was never made", () => {
    toGreen();
    store.write(switchTo(BLUE, { purpose: "fallback", generation: 3, from: GREEN, problem: "smoke is red" }));
    store.write({ kind: "undone", service: "shop", generation: 3 });
    expect(ends()).toEqual(["release verified", "release open"]);
    expect(stories()[0]?.leftBy?.generation).toBe(2);
    store.write(verified("1.4.2", 2));
    expect(ends()).toEqual(["release verified", "release verified"]);
  });

  it("is undone where it was announced and never made, and may be made again under its number", () => {
    toGreen();
    store.write({ kind: "undone", service: "shop", generation: 2 });
    expect(stories()[0]?.leftBy).toBeNull();
    toGreen();
    store.write(verified("1.4.2", 2));
    expect(ends()).toEqual(["release verified", "release undone", "release verified"]);
    const [first, , third] = stories();
    expect(first?.leftBy).toBe(third);
  });

  it("is one entry where it was refused, beside what serves", () => {
    store.write(refused(GREEN, { generation: 2, stage: "smoke" }));
    const [first, second] = stories();
    expect(second).toMatchObject({ purpose: "release", from: BLUE, to: GREEN, end: { how: "refused" } });
    expect(first?.leftBy).toBeNull();
  });

  it("knows what a refused release was made of once the same one has got traffic", () => {
    store.write(refused(GREEN, { generation: 2, stage: "smoke" }));
    store.write(refused({ ...GREEN, hash: "" }, { generation: 2, stage: "gates" }));
    expect(stories().map(({ release }) => release)).toEqual([OLD, null, null]);
    toGreen();
    expect(stories().map(({ before, release }) => [before, release])).toEqual([
      [null, OLD],
      [OLD, NEW],
      [OLD, null],
      [OLD, NEW],
    ]);
  });

  it("goes on in the rollback that left it", () => {
    toGreen();
    store.write(verified("1.4.2", 2));
    store.write(switchTo(BLUE, { purpose: "rollback", generation: 3, from: GREEN, release: OLD }));
    store.write(verified("1.4.1", 3));
    expect(ends()).toEqual(["release verified", "release verified", "rollback verified"]);
    expect(stories()[1]?.leftBy).toMatchObject({ purpose: "rollback", first: { entry: { number: 5 } } });
  });

  it("tells of the hold that was cleared for it, once", () => {
    const cleared = change({ reason: "the fault was elsewhere" });
    store.write({ kind: "hold-cleared", service: "shop", version: "1.4.2", change: cleared });
    toGreen();
    store.write(verified("1.4.2", 2));
    store.write(switchTo(BLUE, { purpose: "return", generation: 3, from: GREEN, release: OLD }));
    store.write(switchTo(GREEN, { purpose: "return", generation: 4, from: BLUE, release: NEW }));
    expect(stories().map(({ cleared: hold }) => hold?.change.reason)).toEqual([
      undefined,
      cleared.reason,
      undefined,
      undefined,
    ]);
  });

  it("tells of the review after an emergency, of the newest such release of that build", () => {
    const emergency = change({ emergency: "payments are down" });
    const reviewed = change({ reason: "it may stay" });
    const review = { kind: "reviewed", service: "shop", version: "1.4.2", hash: GREEN.hash, change: reviewed } as const;
    store.write(review); // of nothing so far
    store.write(switchTo(GREEN, { generation: 2, from: BLUE, release: NEW, change: emergency }));
    store.write(switchTo(BLUE, { purpose: "return", generation: 3, from: GREEN, release: OLD }));
    store.write(review);
    expect(stories().map((story) => story.reviewed?.change.reason)).toEqual([undefined, "it may stay", undefined]);
  });

  it("is told of each service apart", () => {
    store.write({ ...switchTo(GREEN), service: "mail" });
    expect(stories().map(({ service, end }) => [service, end.how])).toEqual([
      ["shop", "verified"],
      ["mail", "open"],
    ]);
    expect(stories()[0]?.leftBy).toBeNull();
  });

  it("is its own where a ledger begins with a fallback", () => {
    store = new MemoryStore();
    store.write(switchTo(BLUE, { purpose: "fallback", generation: 3, from: GREEN, problem: "smoke is red" }));
    expect(ends()).toEqual(["fallback open"]);
  });
});

describe("any ledger", () => {
  const generation = fc.integer({ min: 1, max: 4 });
  const move = fc.tuple(
    fc.constantFrom("release", "return", "rollback", "fallback", "verified", "undone", "refused"),
    generation,
    fc.constantFrom([BLUE, GREEN] as const, [GREEN, BLUE] as const),
  );

  it("ends a switch that was made again for workers once it proves itself", () => {
    const ledger = new MemoryStore();
    ledger.write(switchTo(GREEN, { purpose: "release", generation: 4, from: BLUE }));
    ledger.write(verified(GREEN.version, 5));
    expect(tellStories(readLines(ledger.lines)).map(({ end }) => end.how)).toEqual(["verified"]);
  });

  it("ends every release at most once, with an entry that is of it and of no other", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const ledger = new MemoryStore();
        for (const [kind, number, [from, to]] of moves) {
          if (kind === "verified") ledger.write(verified(to.version, number));
          else if (kind === "undone") ledger.write({ kind, service: "shop", generation: number });
          else if (kind === "refused") ledger.write(refused(to, { generation: number }));
          else ledger.write(switchTo(to, { purpose: kind, generation: number, from }));
        }
        const told = tellStories(readLines(ledger.lines));
        const terminal = told.flatMap((story) => (story.end.how === "open" ? [] : [story.end.by.entry.number]));
        expect(new Set(terminal).size).toBe(terminal.length);
        const begun = told.map(({ first }) => first.entry.number);
        expect(new Set(begun).size).toBe(begun.length);
        for (const story of told) expect(isOf(story)).toBe(true);
      }),
    );
  });

  function isOf({ end, service, generation: number, first, to }: Story): boolean {
    if (end.how === "open") return true;
    const { entry } = end.by;
    if (entry.number < first.entry.number || entry.service !== service) return false;
    if (entry.kind === "switch") return entry.from?.hash === to?.hash;
    if (entry.generation === number) return true;
    return entry.kind === "verified" && entry.generation > number && entry.version === to?.version; // made again since
  }
});
