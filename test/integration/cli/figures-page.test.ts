import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../cli/figures/render-html.ts";
import { proofOf } from "../../../cli/ledger/proof.ts";
import { reportFigures } from "../../../delivery/figures/report.ts";
import { splitLedger } from "../../../delivery/ledger/ledger-text.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { judgeAccess, PAPER, PHONE, pixelsTooWide } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { usePages } from "../../support/use-pages.ts";
import { busyMonth, MONTH } from "../../support/ledger/busy-month.ts";
import { MemoryStore } from "../../support/ledger/memory-store.ts";

const NAMES = ["month", "empty"] as const;

const opened = usePages({ month: () => pageOf(busyMonth()), empty: () => pageOf(new MemoryStore()) });

function pageOf(ledger: MemoryStore): string {
  const check = verifyChain(splitLedger(ledger.text));
  const report = reportFigures(check.lines, { period: MONTH, service: null, committedAt: new Map() });
  return renderHtml(report, { project: "shop", stack: "prod", service: null }, proofOf(check, MONTH.to));
}

describe("a page of figures in a browser", () => {
  it.each(NAMES)("is complete in itself, by day and by night: %s", async (name) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await opened.page.emulateMedia({ colorScheme });
      await opened.page.goto(opened.addressOf(name));
      expect((await judgeAccess(opened.page)).violations).toEqual([]);
      keepOutput(
        join("pictures", `figures-${name}-${colorScheme}.png`),
        await opened.page.screenshot({ fullPage: true }),
      );
    }
    expect(opened.requests).toEqual([opened.addressOf(name), opened.addressOf(name)]);
    expect(opened.complaints).toEqual([]);
  });

  it.each(NAMES)("fits a phone without sideways scrolling: %s", async (name) => {
    await opened.page.setViewportSize(PHONE);
    await opened.page.goto(opened.addressOf(name));
    expect((await pixelsTooWide(opened.page, "html, table")).filter((pixels) => pixels > 0)).toEqual([]);
    const { passes, violations } = await judgeAccess(opened.page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(expect.arrayContaining(["color-contrast", "document-title", "html-has-lang"]));
    keepOutput(join("pictures", `figures-${name}-phone.png`), await opened.page.screenshot({ fullPage: true }));
  });

  it.each(NAMES)("prints with every table and chart within the paper: %s", async (name) => {
    await opened.page.setViewportSize(PAPER);
    await opened.page.goto(opened.addressOf(name));
    await opened.page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(opened.page, "html, table, svg");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    keepOutput(join("pictures", `figures-${name}-print.png`), await opened.page.screenshot({ fullPage: true }));
  });

  it("draws every release, every deployment with a known time, and every gate that refused one", async () => {
    await opened.page.goto(opened.addressOf("month"));
    const titles = await opened.page.locator(".chart rect.bar > title").allTextContents();
    const drawn = titles.map((title) => Number(/: (\d+) /.exec(title)?.[1]));
    const described = await opened.page.locator("#over-time-text").textContent();
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(Number(/^\d+/.exec(described ?? "")?.[0]));
    expect(await opened.page.locator("circle.dot").count()).toBe(9);
    expect(await opened.page.locator("rect.refused").count()).toBe(3);
  });

  it("says of an empty ledger that nothing is known, and draws nothing", async () => {
    await opened.page.goto(opened.addressOf("empty"));
    expect(await opened.page.locator("svg").count()).toBe(0);
    const values = await opened.page.locator(".tiles .value").allTextContents();
    expect(new Set(values)).toEqual(new Set(["not known", "0"]));
  });
});
