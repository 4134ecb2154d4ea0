import { describe, expect, it } from "vitest";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { stretchesOf } from "../../../../delivery/ledger/served.ts";
import { refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";

const [ONE, TWO] = [side("blue", sealed("1")), side("green", sealed("2"))];
const MINUTE = 60_000;

function served(...entries: Parameters<MemoryStore["write"]>[0][]) {
  const store = new MemoryStore();
  const start = store.at;
  for (const entry of entries) store.write(entry);
  const read = readLines(store.lines).flatMap(({ entry }) => entry ?? []);
  return stretchesOf("shop", read).map(({ version, from, to, isVerified, endedBy }) => ({
    ...{ version, from: (from - start) / MINUTE, to: to === null ? null : (to - start) / MINUTE, isVerified, endedBy },
  }));
}

describe("what a ledger says of who served", () => {
  it("is one stretch after the other, and the last one goes on", () => {
    const second = switchTo(TWO, { generation: 2 });
    expect(served(switchTo(ONE), verified("1", 1), refused(TWO, { generation: 2 }), second, verified("2", 2))).toEqual([
      { version: "1", from: 0, to: 3, isVerified: true, endedBy: "release" },
      { version: "2", from: 3, to: null, isVerified: true, endedBy: null },
    ]);
  });

  it("names what ended each", () => {
    const back = switchTo(ONE, { generation: 3, purpose: "fallback", problem: "it answers 500" });
    expect(served(switchTo(ONE), switchTo(TWO, { generation: 2 }), back)).toMatchObject([
      { version: "1", endedBy: "release" },
      { version: "2", endedBy: "fallback", isVerified: false },
      { version: "1", from: 2, to: null, endedBy: null },
    ]);
  });

  it("takes no account of a switch that was never made, nor of other services", () => {
    const undone = { kind: "undone", service: "shop", generation: 2 } as const;
    const other = switchTo(TWO, { service: "api", generation: 2 });
    expect(served(switchTo(ONE), other, switchTo(TWO, { generation: 2 }), undone)).toEqual([
      { version: "1", from: 0, to: null, isVerified: false, endedBy: null },
    ]);
  });

  it("ends when nobody serves any more", () => {
    const nobody = switchTo(null, { generation: 2 });
    expect(served(switchTo(ONE), nobody)).toMatchObject([{ version: "1", to: 1, endedBy: "release" }]);
    expect(served()).toEqual([]);
  });
});
