import { resolve } from "node:path";
import { z } from "zod";
import { reportFigures, type Period } from "../../delivery/figures/report.ts";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { readCommitTimes } from "../figures/commit-times.ts";
import { figuresResult, reportSchema } from "../figures/figures-result.ts";
import { renderHtml } from "../figures/render-html.ts";
import { renderText } from "../figures/render-text.ts";
import { proofOf, proofSchema } from "../ledger/proof.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface ReportOptions extends StackOptions {
  period: Period;
  /** Releases of this service only; null: of all. */
  service: string | null;
  /** File to write the page into; null: none. */
  html: string | null;
}

export const reportResult = defineResult("report", {
  ...reportSchema.shape,
  proof: proofSchema,
  html: z.string().nullable().describe("The page that was written."),
});

/**
 * Prints what the releases of a period come to, from the stack's ledger; and writes a page of it where one is asked for. Throws an
 * InputError where the ledger cannot be read, or the page not be written.
 */
export async function report(options: ReportOptions): Promise<void> {
  const { period, service, html, json } = options;
  const { ref, check } = await readLedger(options);
  const committedAt = await readCommitTimes(ref.projectDir, check.lines, period);
  const figures = reportFigures(check.lines, { period, service, committedAt });
  const subject = { project: ref.project, stack: ref.stack, service };
  const proof = proofOf(check, Date.now());
  const page = html === null ? null : resolve(html);
  if (page !== null) {
    await writeFileAtomically(page, renderHtml(figures, subject, proof), { backup: false, mode: 0o644 });
  }
  if (json) return reportResult.print({ ...figuresResult(figures, subject), proof, html: page });
  process.stdout.write(renderText(figures, subject, paintFor(takesColors(process.stdout))));
  if (page !== null) process.stderr.write(`The page with charts: ${page}\n`);
}
