import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderHtml } from "../../../policy/report/html.ts";
import { judgeAccess, PAPER, PHONE, pixelsTooWide } from "../../support/browser.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { usePages } from "../../support/use-pages.ts";
import { largeReport, passedReport, sampleReport } from "../../policy/report/sample-report.ts";

const NAMES = ["refused", "passed", "large"] as const;

const opened = usePages({
  refused: () => renderHtml(sampleReport()),
  passed: () => renderHtml(passedReport()),
  large: () => renderHtml(largeReport()),
});

const pictureSchema = z.object({ width: z.number(), height: z.number(), colors: z.array(z.string()) });

/** Size of a picture in pixels, and each of its colors once, as the browser decodes them. */
async function decode(png: Buffer): Promise<z.infer<typeof pictureSchema>> {
  await opened.page.goto("about:blank"); // the report's own page lets nothing in
  return pictureSchema.parse(
    await opened.page.evaluate(`(async () => {
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
    await opened.page.goto(opened.addressOf(name));
    expect(opened.requests).toEqual([opened.addressOf(name)]);
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth")).toBe(
      "12px",
    );
    expect(await opened.page.locator("h1").count()).toBe(1);
  });

  it.each([
    { name: "refused", color: "#a40e26" },
    { name: "passed", color: "#116329" },
  ] as const)(
    "is kept as a picture of the whole page of a $name run, in the color of its verdict",
    async ({ name, color }) => {
      await opened.page.goto(opened.addressOf(name));
      const height = await opened.page.evaluate("document.documentElement.scrollHeight");
      const png = await opened.page.screenshot({ fullPage: true });
      keepOutput(join("pictures", `policy-${name}.png`), png);
      const picture = await decode(png);
      expect(picture).toMatchObject({ width: 1280, height });
      expect(picture.height).toBeGreaterThan(900);
      expect(picture.colors).toEqual(expect.arrayContaining(["#ffffff", color]));
    },
  );

  it("runs no script, whoever brings it in", async () => {
    await opened.page.goto(opened.addressOf("refused"));
    await opened.page.evaluate(`{
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
    }`);
    expect(await opened.page.evaluate("'ran' in globalThis")).toBe(false);
    expect(opened.complaints).toEqual([expect.stringContaining("Content Security Policy")]);
  });

  it("shows hostile text as it is", async () => {
    await opened.page.goto(opened.addressOf("refused"));
    const [finding] = await opened.page.locator(".finding li").allInnerTexts();
    expect(finding).toContain("<script>alert(1)</script> ]]> | \"quoted\" 'single' & &amp;");
  });

  it.each([
    { how: "light", media: { colorScheme: "light" } as const },
    { how: "dark", media: { colorScheme: "dark" } as const },
    { how: "in forced colors", media: { forcedColors: "active" } as const },
    { how: "on paper", media: { media: "print" } as const },
  ])("breaks no rule of WCAG A and AA $how", async ({ media }) => {
    await opened.page.goto(opened.addressOf("refused"));
    await opened.page.emulateMedia(media);
    const { passes, violations } = await judgeAccess(opened.page);
    expect(violations).toEqual([]);
    expect(passes).toEqual(
      expect.arrayContaining(["color-contrast", "document-title", "html-has-lang", "th-has-data-cells"]),
    );
  });

  it.each(NAMES)(
    "fits a %s run on a phone without sideways scrolling, each cell beside its column's label",
    async (name) => {
      await opened.page.setViewportSize(PHONE);
      await opened.page.goto(opened.addressOf(name));
      expect(await pixelsTooWide(opened.page, "html")).toEqual([0]);
      expect((await pixelsTooWide(opened.page, "table")).filter((pixels) => pixels > 0)).toEqual([]);
      const [cell = ""] = await opened.page.locator("#resources ~ div td").allInnerTexts();
      expect(cell).not.toBe("");
      const labels = await opened.page.evaluate(
        `[...document.querySelectorAll("td")].map((one) => getComputedStyle(one, "::before").content)`,
      );
      expect(new Set(z.array(z.string()).parse(labels))).toContain('"Not applicable: "');
      const { passes, violations } = await judgeAccess(opened.page);
      expect(violations).toEqual([]);
      expect(passes).toContain("color-contrast");
    },
  );

  it.each(NAMES)("prints a %s run with every table within the paper", async (name) => {
    await opened.page.setViewportSize(PAPER);
    await opened.page.goto(opened.addressOf(name));
    await opened.page.emulateMedia({ media: "print" });
    const pixels = await pixelsTooWide(opened.page, "table");
    expect(pixels.length).toBeGreaterThan(1);
    expect(pixels.filter((one) => one > 0)).toEqual([]);
    expect(await opened.page.locator("nav").isVisible()).toBe(false);
  });

  it("tells every state by a word, not by its color alone", async () => {
    await opened.page.goto(opened.addressOf("refused"));
    await opened.page.evaluate("document.querySelector('style').remove()");
    expect(await opened.page.locator(".tag").allInnerTexts()).toEqual(["✕ Blocks", "✕ Blocks", "✕ Blocks", "△ Warns"]);
    expect(await opened.page.locator("#matrix ~ div").first().locator("thead th").allInnerTexts()).toEqual([
      ...["Rule", "✕ Violated", "△ Excepted", "✓ Passed", "– Not applicable"],
    ]);
    expect(await opened.page.locator("h1").innerText()).toContain("Refused");
  });
});
