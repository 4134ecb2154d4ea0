import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../model/errors.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown, type MarkdownOptions } from "./markdown.ts";
import type { PolicyReport } from "./report.ts";
import { renderSarif } from "./sarif.ts";

/**
 * Writes every kind of report into `folder`, which is made when missing, and returns the names of the files. Each file
 * appears whole or not at all. Throws an InputError when the folder cannot be written.
 */
export async function writeReports(
  report: PolicyReport,
  folder: string,
  options: MarkdownOptions = {},
): Promise<string[]> {
  const files: Readonly<Record<string, string>> = {
    "policy.html": renderHtml(report),
    "policy.json": renderJson(report),
    "policy.sarif": renderSarif(report),
    "policy.junit.xml": renderJunit(report),
    "policy.md": renderMarkdown(report, options),
  };
  const names = Object.keys(files);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(temporary(name), text);
    for (const name of names) await rename(temporary(name), join(folder, name));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new InputError(
      `report folder: cannot be written (${code}), got ${JSON.stringify(folder)}. Name a folder that this user may write to.`,
      { cause: error },
    );
  } finally {
    await Promise.allSettled(names.map((name) => rm(temporary(name), { force: true })));
  }
  return names;
}
