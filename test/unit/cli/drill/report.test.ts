import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeDrill } from "../../../../cli/drill/describe-drill.ts";
import { drillShape } from "../../../../cli/drill/drill-result.ts";
import { renderHtml } from "../../../../cli/ledger/record/render-html.ts";
import { renderMarkdown } from "../../../../cli/ledger/record/render-markdown.ts";
import { renderText } from "../../../../cli/ledger/record/render-text.ts";
import { sampleReport } from "../../../support/drill/sample-report.ts";
import { useZone } from "../../../support/use-zone.ts";

useZone("Europe/Berlin");

const golden = (name: string) => join(import.meta.dirname, name);
const textOf = (text?: string) => renderText(describeDrill(sampleReport(text)), (_, plain) => plain);

describe("the report of a drill", () => {
  it("tells on a terminal what was done, what it cost and what was put back, in 80 columns", async () => {
    await expect(textOf()).toMatchFileSnapshot(golden("drill.golden.txt"));
    expect(
      Math.max(
        ...textOf()
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it("tells the same in Markdown", async () => {
    await expect(renderMarkdown(describeDrill(sampleReport()))).toMatchFileSnapshot(golden("drill.golden.md"));
  });

  it("is what its schema says", () => {
    expect(z.strictObject(drillShape).parse(sampleReport())).toEqual(sampleReport());
  });

  it("escapes on its page what others chose", () => {
    const page = renderHtml(describeDrill(sampleReport('<b onclick="x()">')));
    expect(page).not.toContain("<b onclick");
    expect(page).toContain("&lt;b onclick=&quot;x()&quot;&gt; in stg: over budget</h1>");
  });

  it("puts the letters of moments together that nearly meet", () => {
    const signsOf = (page: string) =>
      [...page.matchAll(/text-anchor="middle">([A-Z ]+)</g)].map(([, letters]) => letters);
    expect(signsOf(renderHtml(describeDrill(sampleReport())))).toEqual(["F B", "F", "N", "B", "F", "N", "B"]);
  });

  it("draws every request", () => {
    const page = renderHtml(describeDrill(sampleReport()));
    const drawn = [...page.matchAll(/the fault: (\d+) (answered|lost)<\/title>/g)];
    const sum = (word: string) =>
      drawn.filter(([, , of]) => of === word).reduce((total, [, count]) => total + Number(count), 0);
    expect([sum("answered"), sum("lost")]).toEqual([160, 20]);
  });
});
