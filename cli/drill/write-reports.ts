import { join } from "node:path";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { renderHtml } from "../ledger/record/render-html.ts";
import { renderMarkdown } from "../ledger/record/render-markdown.ts";
import { describeDrill } from "./describe-drill.ts";
import type { DrillReport } from "./drill-result.ts";

/** Writes what a drill came to into a folder, in three forms. Returns their paths. Throws an InputError where that cannot be. */
export async function writeReports(folder: string, report: DrillReport): Promise<string[]> {
  const document = describeDrill(report);
  const texts = {
    "drill.html": renderHtml(document),
    "drill.md": renderMarkdown(document),
    "drill.json": `${JSON.stringify(report, null, 2)}\n`,
  };
  const paths = Object.keys(texts).map((name) => join(folder, name));
  for (const [index, text] of Object.values(texts).entries()) {
    await writeFileAtomically(paths[index] ?? "", text, { backup: false, mode: 0o644 });
  }
  return paths;
}
