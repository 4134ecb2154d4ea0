import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderHtml } from "../../../cli/figures/render-html.ts";
import { proofOf } from "../../../cli/ledger/proof.ts";
import { reportFigures } from "../../../delivery/figures/report.ts";
import { splitLedger } from "../../../delivery/ledger/ledger-text.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { judgeAccess, openPage, PAPER, PHONE, pixelsTooWide, startBrowser } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { busyMonth, MONTH } from "../../support/ledger/busy-month.ts";
import { MemoryStore } from "../../support/ledger/memory-store.ts";

const LEDGERS = { month: busyMonth, empty: () => new MemoryStore() } as const;
const NAMES = ["month", "empty"] as const;

let folder: string;
let browser: Browser;
let page: Page;
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-figures-"));
  for (const name of NAMES) {
    const check = verifyChain(splitLedger(LEDGERS[name]().text));
    const report = reportFigures(check.lines, { period: MONTH, service: null, committedAt: new Map() });
    const subject = { project: "shop", stack: "prod", service: null };
    writeFileSync(join(folder, `${name}.html`), renderHtml(report, subject, proofOf(check, MONTH.to)));
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

describe("a page of figures in a browser", () => {
  it.each(NAMES)("is complete in itself, by day and by night: %s", async (name) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(addressOf(name));
      expect((await judgeAccess(page)).violations).toEqual([]);
      keepOutput(join("pictures", `figures-${name}-${colorScheme}.png`), await page.screenshot({ fullPage: true }));
    }
    expect(requests).toEqual([addressOf(name), addressOf(name)]);
    expect(complaints).toEqual([]);
  });

  it.each(NAMES)("fits a phone without sideways scrolling: %s", async (name) => {
    await page.setViewportSize(PHONE);
    await page.goto(addressOf(name));
    expect((await pixelsTooWide(page, "html, table")).filter((pixels) => pixels > 0)).toEqual([]);
    const { passes, violations } = await judgeAccess(page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "document-title", "html-has-lang"]));
    keepOutput(join("pictures", `figures-${name}-phone.png`), await page.screenshot({ fullPage: true }));
  });

  it.each(NAMES)("prints with every table and chart within the paper: %s", async (name) => {
    await page.setViewportSize(PAPER);
    await page.goto(addressOf(name));
    await page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(page, "html, table, svg");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    keepOutput(join("pictures", `figures-${name}-print.png`), await page.screenshot({ fullPage: true }));
  });

  it("draws every release, every deployment with a known time, and every gate that refused one", async () => {
    await page.goto(addressOf("month"));
    const titles = await page.locator(".chart rect.bar > title").allTextContents();
    const drawn = titles.map((title) => Number(/: (\d+) /.exec(title)?.[1]));
    const described = await page.locator("#over-time-text").textContent();
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(Number(/^\d+/.exec(described ?? "")?.[0]));
    expect(await page.locator("circle.dot").count()).toBe(9);
    expect(await page.locator("rect.refused").count()).toBe(3);
  });

  it("says of an empty ledger that nothing is known, and draws nothing", async () => {
    await page.goto(addressOf("empty"));
    expect(await page.locator("svg").count()).toBe(0);
    const values = await page.locator(".tiles .value").allTextContents();
    expect(new Set(values)).toEqual(new Set(["not known", "0"]));
  });
});
