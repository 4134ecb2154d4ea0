import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { STEPS, TEST_STEPS } from "../../../../setup/steps.ts";
import { browser, findBrowser } from "../../../../setup/steps/browser.ts";
import { fakeContext } from "../fake-step.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-browser-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function install(place: string, program: string): string {
  mkdirSync(join(folder, place), { recursive: true });
  const file = join(folder, place, program);
  writeFileSync(file, "");
  return file;
}

describe("findBrowser", () => {
  it.each(["chromium", "google-chrome-stable", "google-chrome"])("finds %s in a folder of the path", (program) => {
    const file = install("second", program);
    install("first", "firefox");
    expect(findBrowser(`${join(folder, "first")}:${join(folder, "second")}`)).toBe(file);
  });

  it("prefers Chromium wherever it is", () => {
    install("first", "google-chrome");
    const chromium = install("second", "chromium");
    expect(findBrowser(`${join(folder, "first")}:${join(folder, "second")}`)).toBe(chromium);
  });

  it("finds none in folders without one, and does not look into the working folder", () => {
    expect(findBrowser(`:${folder}:`)).toBeUndefined();
  });
});

describe("the browser step", () => {
  it("is done where there is a browser, and says which", async () => {
    const chromium = install("bin", "chromium");
    vi.stubEnv("PATH", join(folder, "bin"));
    expect(await browser.check(fakeContext().context)).toEqual({ ok: true, detail: chromium });
  });

  it("is taken for tests alone, after everything that the demo needs", () => {
    expect(TEST_STEPS.slice(0, STEPS.length)).toEqual(STEPS);
    expect(TEST_STEPS).toContain(browser);
    expect(STEPS).not.toContain(browser);
  });
});
