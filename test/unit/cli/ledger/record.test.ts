import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changeRecord, describeStory } from "../../../../cli/ledger/record/documents.ts";
import { renderHtml } from "../../../../cli/ledger/record/render-html.ts";
import { renderMarkdown } from "../../../../cli/ledger/record/render-markdown.ts";
import { renderText } from "../../../../cli/ledger/record/render-text.ts";
import { splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories, type Story } from "../../../../delivery/ledger/releases.ts";
import { verifyChain } from "../../../../delivery/ledger/verify-chain.ts";
import { change, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { acceptedLedger, sampleLedger } from "../../../support/ledger/sample.ts";
import { useZone } from "../../../support/use-zone.ts";

useZone("Europe/Berlin");

const plain = (_: unknown, text: string) => text;
const golden = (name: string) => join(import.meta.dirname, name);

/** The release that begins with an entry of a ledger, and the record of it. */
function told(store: MemoryStore, number: number) {
  const check = verifyChain(splitLedger(store.text));
  const story = tellStories(check.lines).find(({ first }) => first.entry.number === number);
  if (story === undefined) throw new Error(`no release begins with entry ${number}`);
  return { story, record: changeRecord(story, "prod", check, store.at) };
}

const textOf = (story: Story) => renderText(describeStory(story, "prod"), plain);
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

/** A release of which everything that a person or a stack file says is hostile. */
function hostile(text: string) {
  const store = new MemoryStore();
  const said = { reason: text, ticket: text, impact: text, rollbackPlan: text, emergency: text, breakGlass: text };
  const gates = [
    { gate: text, verdict: "fail" as const, asked: text, seen: text, wanted: text, remedy: null, tookMs: 1 },
  ];
  const to = { ...side("green", sealed("2")), version: text, image: text };
  store.write(
    switchTo(to, { service: text, change: change({ ...said, actor: { kind: "person", name: text } }), gates }),
  );
  return told(store, 1);
}

describe("what `show` says of a release", () => {
  it("tells who, what, why, with which proofs and how it ended", async () => {
    await expect(textOf(told(sampleLedger(), 3).story)).toMatchFileSnapshot(golden("show.golden.txt"));
  });

  it("says why a release got no traffic", () => {
    const text = textOf(told(sampleLedger(), 5).story);
    expect(text).toMatch(/^#5: shop 1\.4\.3 in prod\nrefused: Traffic did not move\.\n/);
    expect(text).toContain("  problem  stage smoke: GET / answered 500, not 200\n");
    expect(text).toContain('\n  secrets\n    before  []\n    after   ["db-password"]\n'); // as #8 has them
    const store = sampleLedger();
    store.lines = store.lines.slice(0, 5);
    expect(textOf(told(store, 5).story).replace(/\s+/g, " ")).toContain(
      "The settings cannot be compared: the ledger holds those of a release from its first traffic on, and this one got none.",
    );
  });
});

describe("a change record", () => {
  it("has all that an auditor samples, in a text of 80 columns", async () => {
    const text = renderText(told(sampleLedger(), 8).record, plain);
    await expect(text).toMatchFileSnapshot(golden("change-record.golden.txt"));
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it("is the same in Markdown", async () => {
    await expect(renderMarkdown(told(sampleLedger(), 3).record)).toMatchFileSnapshot(golden("change-record.golden.md"));
  });

  it("says that the chain is broken, and where somebody went on with that", () => {
    const broken = sampleLedger();
    broken.lines = broken.lines.toSpliced(1, 1);
    const text = renderText(told(broken, 8).record, plain);
    expect(text).toContain("! The ledger's chain cannot be proved from entry 2 on: entry 2 is missing.");
    expect(text).toMatch(/chain verified {2}no\n/);
    expect(renderText(told(acceptedLedger(), 8).record, plain)).toContain(
      "not proved      from 2 on (accepted by jane@laptop in #13)",
    );
  });

  it("fits 80 columns whatever stands in it", () => {
    const { story, record } = hostile("x".repeat(300));
    expect(widest(renderText(record, plain))).toBeLessThanOrEqual(80);
    expect(widest(textOf(story))).toBeLessThanOrEqual(80);
  });
});

describe("text of the ledger that is hostile", () => {
  it("moves no cursor, paints nothing and turns no reading order on a terminal", () => {
    const { story, record } = hostile("\u001b[2J\u009b1m\u202e\u0007 evil");
    for (const text of [textOf(story), renderText(record, plain)]) {
      expect(text).toContain("\\u{1b}[2J\\u{9b}1m\\u{202e}\\u{7} evil");
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
  });

  it("is no markup in HTML, and no script could run", () => {
    const page = renderHtml(hostile(`<script>alert(1)</script>"'`).record);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/\b(?:src|href|action)=/);
  });

  it("is no formatting in Markdown", () => {
    const page = renderMarkdown(hostile("| **x** <b> [y](z)\n# head").record);
    expect(page).toContain("\\| \\*\\*x\\*\\* &lt;b&gt; \\[y\\](z) \\# head");
    expect(page).not.toMatch(/^# head/m);
  });
});
