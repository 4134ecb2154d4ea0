import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeDrill } from "../../../cli/drill/describe-drill.ts";
import { renderHtml } from "../../../cli/ledger/record/render-html.ts";
import { judgeAccess, PAPER, PHONE, pixelsTooWide } from "../../support/browser.ts";
import { sampleReport } from "../../support/drill/sample-report.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { usePages } from "../../support/use-pages.ts";

const opened = usePages({ drill: () => renderHtml(describeDrill(sampleReport())) });

describe("the page of a drill in a browser", () => {
  it("is complete in itself, by day and by night", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await opened.page.emulateMedia({ colorScheme });
      await opened.page.goto(opened.addressOf("drill"));
      expect((await judgeAccess(opened.page)).violations).toEqual([]);
      keepOutput(join("pictures", `drill-${colorScheme}.png`), await opened.page.screenshot({ fullPage: true }));
    }
    expect(new Set(opened.requests)).toEqual(new Set([opened.addressOf("drill")]));
    expect(opened.complaints).toEqual([]);
  });

  it("fits a phone without sideways scrolling", async () => {
    await opened.page.setViewportSize(PHONE);
    await opened.page.goto(opened.addressOf("drill"));
    expect((await pixelsTooWide(opened.page, "html, table")).filter((pixels) => pixels > 0)).toEqual([]);
    expect((await judgeAccess(opened.page)).violations).toEqual([]);
    keepOutput(join("pictures", "drill-phone.png"), await opened.page.screenshot({ fullPage: true }));
  });

  it("prints with every table and chart within the paper", async () => {
    await opened.page.setViewportSize(PAPER);
    await opened.page.goto(opened.addressOf("drill"));
    await opened.page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(opened.page, "html, table, svg");
    expect(pixels).toHaveLength(1 + 2 + 3);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    keepOutput(join("pictures", "drill-print.png"), await opened.page.screenshot({ fullPage: true }));
  });
});
