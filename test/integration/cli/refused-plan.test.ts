import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { paintFor } from "../../../cli/display/paint.ts";
import { planText } from "../../../cli/plan/plan-text.ts";
import { markup } from "../../../policy/report/markup.ts";
import { PAPER, pixelsTooWide } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { refusedPlan } from "../../support/plan/refused-plan.ts";
import { usePages } from "../../support/use-pages.ts";

/** As wide as 80 characters: what is longer goes on in the next line, as a terminal and `lpr` do it. */
const STYLE =
  "pre { font: 13px/1.35 monospace; width: 80ch; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }";

const opened = usePages({
  plan: () => {
    const text = planText(refusedPlan(), paintFor(false), 80);
    return markup`<!doctype html><html lang="en"><title>Plan</title><style>${STYLE}</style><pre>${text}</pre></html>`.toString();
  },
});

describe("a refused plan", () => {
  it("is readable at 80 columns, on a screen and on paper", async () => {
    await opened.page.setViewportSize(PAPER);
    await opened.page.goto(opened.addressOf("plan"));
    keepOutput(join("pictures", "refused-plan.png"), await opened.page.screenshot({ fullPage: true }));
    await opened.page.emulateMedia({ media: "print" });
    expect((await pixelsTooWide(opened.page, "html, pre")).filter((pixels) => pixels > 0)).toEqual([]);
    keepOutput(join("pictures", "refused-plan.pdf"), await opened.page.pdf({ format: "A4" }));
  });
});
