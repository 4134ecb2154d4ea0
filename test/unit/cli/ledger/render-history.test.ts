import { describe, expect, it } from "vitest";
import { localTime } from "../../../../cli/ledger/local-time.ts";
import { renderHistory } from "../../../../cli/ledger/render-history.ts";
import { actsOf } from "../../../../delivery/ledger/acts.ts";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { change, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { acceptedLedger, judgedLedger, sampleLedger } from "../../../support/ledger/sample.ts";

const plain = (_: unknown, text: string) => text;
const times = /\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d/;
const shown = (store: MemoryStore) => {
  const lines = readLines(store.lines);
  return renderHistory([...tellStories(lines), ...actsOf(lines)], plain, 80);
};

describe("the history", () => {
  it("is a line per release: when, what, how it ended, by whom, its ticket", () => {
    expect(
      shown(sampleLedger())
        .split("\n")
        .map((line) => line.replace(times, "TIME")),
    ).toEqual([
      "#12  TIME  mail  nobody   open         jane@laptop",
      "#10  TIME  shop  ← 1.4.2  undone       jane@laptop",
      "#8   TIME  shop  1.4.3    rolled back  jane@laptop",
      "#6   TIME  shop  ← 1.4.1  verified     jane@laptop",
      "#5   TIME  shop  1.4.3    refused      jane@laptop",
      "#3   TIME  shop  1.4.2    verified     github:octocat  OPS-12",
      "#1   TIME  shop  1.4.1    verified     github:octocat  OPS-12",
      "",
    ]);
  });

  it("has a line, too, for what persons did in between that moved no traffic", () => {
    const newest = (store: MemoryStore, count: number) =>
      shown(store)
        .split("\n")
        .slice(0, count)
        .map((line) => line.replace(times, "TIME"));
    expect(newest(judgedLedger(), 4)).toEqual([
      "#15  TIME  shop  ← 1.4.2  open          jane@laptop",
      "#14  TIME  shop  1.4.2    hold cleared  bob@laptop     OPS-13",
      "#13  TIME  shop  1.4.1    reviewed      bob@laptop     OPS-13",
      "#12  TIME  mail  nobody   open          jane@laptop",
    ]);
    expect(newest(acceptedLedger(), 2)).toEqual([
      "#13  TIME  (ledger)  from #2  accepted     jane@lapt…",
      "#12  TIME  mail      nobody   open         jane@lapt…",
    ]);
  });

  it("is nothing where nothing was released", () => {
    expect(shown(new MemoryStore())).toBe("");
  });

  it("fits 80 columns, and lets no text paint or break its line", () => {
    const long = "\u001b[31m\n".repeat(20);
    const store = new MemoryStore();
    const said = change({ ticket: long, actor: { kind: "person", name: long } });
    store.write({ ...switchTo({ ...side("blue", sealed("1")), version: long }, { change: said }), service: long });
    const [line = "", ...rest] = shown(store).split("\n");
    expect(rest).toEqual([""]);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).not.toMatch(/\p{Cc}/u);
  });
});

describe("a time", () => {
  it.each([
    ["Europe/Berlin", "2026-11-30 13:00 +01:00"],
    ["America/St_Johns", "2026-11-30 08:30 -03:30"],
    ["UTC", "2026-11-30 12:00 +00:00"],
  ])("is that of %s, with what it is ahead of UTC", (zone, text) => {
    const before = process.env["TZ"];
    process.env["TZ"] = zone;
    try {
      expect(localTime(Date.UTC(2026, 10, 30, 12, 0))).toBe(text);
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
  });
});
