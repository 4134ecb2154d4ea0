import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleLedger } from "../../support/ledger/sample.ts";

const page = readFileSync(new URL("../../../docs/ledger.md", import.meta.url), "utf8");
const script = /```sh\n(previous=[^`]*)```/.exec(page)?.[1] ?? "exit 1";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-ledger-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the page's shell lines say of a ledger. */
function proved(text: string): string {
  writeFileSync(join(folder, "ledger.jsonl"), text);
  return spawnSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" }).stdout;
}

it("docs/ledger.md proves a ledger without tidegate, and finds a change", async () => {
  const store = sampleLedger();
  expect(proved(store.text)).toBe(`head ${(await store.head())?.hash}\n`);
  expect(proved(store.text.replace("OPS-12", "OPS-13"))).toMatch(
    /^not written after the line before it: \{"number":2,.*\nhead /,
  );
});
