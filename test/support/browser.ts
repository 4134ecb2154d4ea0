import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Page } from "playwright-core";
import { z } from "zod";
import { findBrowser } from "../../setup/steps/browser.ts";

/** A4 between its margins, in CSS pixels. */
export const PAPER = { width: 702, height: 1009 };
export const PHONE = { width: 390, height: 844 };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the machine's browser without a window; whoever starts it closes it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("no browser; `npm test` installs one");
  return await chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page of a desktop's size, with what it complained of and what it asked the network for; whoever opens it closes it. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
  /** Addresses, its own included. */
  requests: string[];
}

export async function openPage(browser: Browser): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  return { page, complaints, requests };
}

const axeSchema = z.object({
  passes: z.array(z.string()),
  violations: z.array(z.string()),
});

/** Rules of WCAG A and AA that a page keeps, and those it breaks with the first place where it does. */
export async function judgeAccess(page: Page): Promise<z.infer<typeof axeSchema>> {
  await page.evaluate(AXE);
  return axeSchema.parse(
    await page.evaluate(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((found) => ({
      passes: found.passes.map((rule) => rule.id),
      violations: found.violations.map((rule) => rule.id + ": " + rule.nodes[0].html),
    }))`),
  );
}

/** How many pixels of a page, or of each table in it, do not fit. */
export async function pixelsTooWide(page: Page, selector: string): Promise<number[]> {
  const widths = await page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.scrollWidth - document.documentElement.clientWidth)`,
  );
  return z.array(z.number()).parse(widths);
}
