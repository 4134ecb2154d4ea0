import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeRecord } from "../../../cli/ledger/record/documents.ts";
import { renderHtml } from "../../../cli/ledger/record/render-html.ts";
import { splitLedger } from "../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../delivery/ledger/releases.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { judgeAccess, openPage, PAPER, PHONE, pixelsTooWide, startBrowser } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { sampleLedger } from "../../support/ledger/sample.ts";

/** First entries of the sample's releases that are printed: one that went well, and one with every warning. */
const RECORDS = { verified: 3, "rolled-back": 8 } as const;
const NAMES = ["verified", "rolled-back"] as const;

let folder: string;
let browser: Browser;
let page: Page;
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-record-"));
  const check = verifyChain(splitLedger(sampleLedger().text));
  for (const name of NAMES) {
    const story = tellStories(check.lines).find(({ first }) => first.entry.number === RECORDS[name]);
    if (story === undefined) throw new Error(`the sample has no release with entry ${RECORDS[name]}`);
    writeFileSync(join(folder, `${name}.html`), renderHtml(changeRecord(story, "prod", check, Date.UTC(2026, 11, 1))));
  }
  browser = await startBrowser();
});

beforeEach(async () => {
  ({ page, complaints, requests } = await openPage(browser));
});

afterEach(async () => {
  await page.close();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

function addressOf(name: (typeof NAMES)[number]): string {
  return pathToFileURL(join(folder, `${name}.html`)).href;
}

describe("a change record in a browser", () => {
  it.each(NAMES)("is complete in itself: %s", async (name) => {
    await page.goto(addressOf(name));
    expect(requests).toEqual([addressOf(name)]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth")).toBe("12px");
    keepOutput(join("pictures", `change-record-${name}.png`), await page.screenshot({ fullPage: true }));
  });

  it.each(NAMES)("fits a phone without sideways scrolling, and breaks no rule of WCAG A and AA: %s", async (name) => {
    await page.setViewportSize(PHONE);
    await page.goto(addressOf(name));
    expect((await pixelsTooWide(page, "html, table")).filter((pixels) => pixels > 0)).toEqual([]);
    const { passes, violations } = await judgeAccess(page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "document-title", "html-has-lang"]));
  });

  it.each(NAMES)("prints with every table within the paper, and no fact apart from its label: %s", async (name) => {
    await page.setViewportSize(PAPER);
    await page.goto(addressOf(name));
    await page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(page, "table");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    expect((await judgeAccess(page)).violations).toEqual([]);
  });

  it("names what must not be overlooked before everything else", async () => {
    await page.goto(addressOf("rolled-back"));
    expect(await page.locator("header ~ .warning").allInnerTexts()).toEqual([
      expect.stringContaining("Emergency: closed hours and freezes did not hold"),
      expect.stringContaining("Not reviewed: nobody else has said so far"),
      expect.stringContaining("Break-glass: a person did by hand"),
    ]);
  });
});
