import { expect, it } from "vitest";
import { exportCsv } from "../../../../delivery/ledger/export-csv.ts";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { change, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { sampleLedger } from "../../../support/ledger/sample.ts";

const csvOf = (store: MemoryStore) => exportCsv(tellStories(readLines(store.lines)));

it("is a row per release below the names of its columns, with what is not known left empty", () => {
  const [head, first, second] = csvOf(sampleLedger()).split("\r\n");
  expect(head).toMatch(/^entry,at,service,purpose,.*,hash,previous$/);
  expect(first).toMatch(
    /^1,2026-11-30T12:00:00\.000Z,shop,release,1,,,,blue,1\.4\.1,registry\.example\.com\/shop:1\.4\.1@sha256:[0-9a-f]{64},verified,2,/,
  );
  expect(second).toContain('"A faster basket');
});

it("quotes what RFC 4180 asks for, and lets no text be a formula", () => {
  const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", 'a "b", c'];
  const rows = texts.map((reason) => {
    const store = new MemoryStore();
    store.write(switchTo(side("blue", sealed("1")), { change: change({ reason }) }));
    return csvOf(store);
  });
  const shown = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", '"\'\n=1"', "'＝1", '"a ""b"", c"'];
  for (const [index, row] of rows.entries()) expect(row).toContain(`,,,,${shown[index]},`);
  expect(rows).toHaveLength(shown.length);
});
