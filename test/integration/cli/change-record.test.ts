import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changeRecord } from "../../../cli/ledger/record/documents.ts";
import { renderHtml } from "../../../cli/ledger/record/render-html.ts";
import { splitLedger } from "../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../delivery/ledger/releases.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { judgeAccess, PAPER, PHONE, pixelsTooWide } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { usePages } from "../../support/use-pages.ts";
import { sampleLedger } from "../../support/ledger/sample.ts";

/** First entries of the sample's releases that are printed: one that went well, and one with every warning. */
const RECORDS = { verified: 3, "rolled-back": 8 } as const;
const NAMES = ["verified", "rolled-back"] as const;

const opened = usePages({ verified: () => pageOf("verified"), "rolled-back": () => pageOf("rolled-back") });

function pageOf(name: (typeof NAMES)[number]): string {
  const check = verifyChain(splitLedger(sampleLedger().text));
  const story = tellStories(check.lines).find(({ first }) => first.entry.number === RECORDS[name]);
  if (story === undefined) throw new Error(`the sample has no release with entry ${RECORDS[name]}`);
  return renderHtml(changeRecord(story, "prod", check, Date.UTC(2026, 11, 1)));
}

describe("a change record in a browser", () => {
  it.each(NAMES)("is complete in itself: %s", async (name) => {
    await opened.page.goto(opened.addressOf(name));
    expect(opened.requests).toEqual([opened.addressOf(name)]);
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth")).toBe(
      "12px",
    );
    keepOutput(join("pictures", `change-record-${name}.png`), await opened.page.screenshot({ fullPage: true }));
  });

  it.each(NAMES)("fits a phone without sideways scrolling, and breaks no rule of WCAG A and AA: %s", async (name) => {
    await opened.page.setViewportSize(PHONE);
    await opened.page.goto(opened.addressOf(name));
    expect((await pixelsTooWide(opened.page, "html, table")).filter((pixels) => pixels > 0)).toEqual([]);
    const { passes, violations } = await judgeAccess(opened.page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "document-title", "html-has-lang"]));
  });

  it.each(NAMES)("prints with every table within the paper, and no fact apart from its label: %s", async (name) => {
    await opened.page.setViewportSize(PAPER);
    await opened.page.goto(opened.addressOf(name));
    await opened.page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(opened.page, "table");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    expect((await judgeAccess(opened.page)).violations).toEqual([]);
  });

  it("names what must not be overlooked before everything else", async () => {
    await opened.page.goto(opened.addressOf("rolled-back"));
    expect(await opened.page.locator("header ~ .warning").allInnerTexts()).toEqual([
      expect.stringContaining("Emergency: closed hours and freezes did not hold"),
      expect.stringContaining("Not reviewed: nobody else has said so far"),
      expect.stringContaining("Break-glass: a person did by hand"),
    ]);
  });
});
