import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { openPage, startBrowser } from "./browser.ts";

/** A browser's page, another one in each test, and files to look at with it. */
export interface Pages<Name extends string> {
  readonly page: Page;
  /** What its console said and could not load. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
  addressOf: (name: Name) => string;
}

/** Gives the tests of a file a browser, and pages of HTML as files, by name, each rendered once; removes all of it in the end. */
export function usePages<Name extends string>(render: Readonly<Record<Name, () => string>>): Pages<Name> {
  let folder: string;
  let browser: Browser | undefined;
  let opened: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tidegate-page-"));
    for (const name of Object.keys(render) as Name[]) writeFileSync(join(folder, `${name}.html`), render[name]());
    browser = await startBrowser();
  });
  beforeEach(async () => {
    if (browser === undefined) throw new Error("the browser did not start");
    opened = await openPage(browser);
  });
  afterEach(() => opened.page.close());
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  return {
    get page() {
      return opened.page;
    },
    get complaints() {
      return opened.complaints;
    },
    get requests() {
      return opened.requests;
    },
    addressOf: (name) => pathToFileURL(join(folder, `${name}.html`)).href,
  };
}
