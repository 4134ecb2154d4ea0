import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { renderHtml } from "../../../policy/report/html.ts";
import { judgeAccess, openPage, PAPER, PHONE, pixelsTooWide, startBrowser } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { largeReport, passedReport, sampleReport } from "../../policy/report/sample-report.ts";

const PAGES = { refused: sampleReport(), passed: passedReport(), large: largeReport() };
const NAMES = ["refused", "passed", "large"] as const;

let folder: string;
let browser: Browser;
let page: Page;
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-html-"));
  for (const name of NAMES) writeFileSync(join(folder, `${name}.html`), renderHtml(PAGES[name]));
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

const pictureSchema = z.object({ width: z.number(), height: z.number(), colors: z.array(z.string()) });

/** Size of a picture in pixels, and each of its colors once, as the browser decodes them. */
async function decode(png: Buffer): Promise<z.infer<typeof pictureSchema>> {
  await page.goto("about:blank"); // the report's own page lets nothing in
  return pictureSchema.parse(
    await page.evaluate(`(async () => {
      const answer = await fetch("data:image/png;base64,${png.toString("base64")}");
      const picture = await createImageBitmap(await answer.blob());
      const { width, height } = picture;
      const canvas = new OffscreenCanvas(width, height).getContext("2d");
      canvas.drawImage(picture, 0, 0);
      const pixels = new Set(new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer));
      const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]; // red is the lowest byte
      const text = (pixel) => "#" + parts(pixel).map((part) => part.toString(16).padStart(2, "0")).join("");
      return { width, height, colors: [...pixels].map(text) };
    })()`),
  );
}

describe("the HTML report in a browser", () => {
  it.each(NAMES)("shows a %s run without an error, without a request and with its own style", async (name) => {
    await page.goto(addressOf(name));
    expect(requests).toEqual([addressOf(name)]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth")).toBe("12px");
    expect(await page.locator("h1").count()).toBe(1);
  });

  it.each([
    { name: "refused", color: "#a40e26" },
    { name: "passed", color: "#116329" },
  ] as const)(
    "is kept as a picture of the whole page of a $name run, in the color of its verdict",
    async ({ name, color }) => {
      await page.goto(addressOf(name));
      const height = await page.evaluate("document.documentElement.scrollHeight");
      const png = await page.screenshot({ fullPage: true });
      keepOutput(join("pictures", `policy-${name}.png`), png);
      const picture = await decode(png);
      expect(picture).toMatchObject({ width: 1280, height });
      expect(picture.height).toBeGreaterThan(900);
      expect(picture.colors).toEqual(expect.arrayContaining(["#ffffff", color]));
    },
  );

  it("runs no script, whoever brings it in", async () => {
    await page.goto(addressOf("refused"));
    await page.evaluate(`{
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
    }`);
    expect(await page.evaluate("'ran' in globalThis")).toBe(false);
    expect(complaints).toEqual([expect.stringContaining("Content Security Policy")]);
  });

  it("shows hostile text as it is", async () => {
    await page.goto(addressOf("refused"));
    const [finding] = await page.locator(".finding li").allInnerTexts();
    expect(finding).toContain("<script>alert(1)</script> ]]> | \"quoted\" 'single' & &amp;");
  });

  it.each([
    { how: "light", media: { colorScheme: "light" } as const },
    { how: "dark", media: { colorScheme: "dark" } as const },
    { how: "in forced colors", media: { forcedColors: "active" } as const },
    { how: "on paper", media: { media: "print" } as const },
  ])("breaks no rule of WCAG A and AA $how", async ({ media }) => {
    await page.goto(addressOf("refused"));
    await page.emulateMedia(media);
    const { passes, violations } = await judgeAccess(page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(
      expect.arrayContaining(["color-contrast", "document-title", "html-has-lang", "th-has-data-cells"]),
    );
  });

  it.each(NAMES)(
    "fits a %s run on a phone without sideways scrolling, each cell beside its column's label",
    async (name) => {
      await page.setViewportSize(PHONE);
      await page.goto(addressOf(name));
      expect(await pixelsTooWide(page, "html")).toEqual([0]);
      expect((await pixelsTooWide(page, "table")).filter((pixels) => pixels > 0)).toEqual([]);
      const [cell = ""] = await page.locator("#resources ~ div td").allInnerTexts();
      expect(cell).not.toBe("");
      const labels = await page.evaluate(
        `[...document.querySelectorAll("td")].map((one) => getComputedStyle(one, "::before").content)`,
      );
      expect(new Set(z.array(z.string()).parse(labels))).toContain('"Not applicable: "');
      const { passes, violations } = await judgeAccess(page);
      expect(violations).toEqual([]);
      expect(passes).toContain("color-contrast");
    },
  );

  it.each(NAMES)("prints a %s run with every table within the paper", async (name) => {
    await page.setViewportSize(PAPER);
    await page.goto(addressOf(name));
    await page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(page, "table");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    expect(await page.locator("nav").isVisible()).toBe(false);
  });

  it("tells every state by a word, not by its color alone", async () => {
    await page.goto(addressOf("refused"));
    await page.evaluate("document.querySelector('style').remove()");
    expect(await page.locator(".tag").allInnerTexts()).toEqual(["✕ Blocks", "✕ Blocks", "✕ Blocks", "△ Warns"]);
    expect(await page.locator("#matrix ~ div").first().locator("thead th").allInnerTexts()).toEqual([
      ...["Rule", "✕ Violated", "△ Excepted", "✓ Passed", "– Not applicable"],
    ]);
    expect(await page.locator("h1").innerText()).toContain("Refused");
  });
});
