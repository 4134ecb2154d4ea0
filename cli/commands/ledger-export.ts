import { z } from "zod";
import { exportCdEvents } from "../../delivery/ledger/export-cdevents.ts";
import { exportCsv } from "../../delivery/ledger/export-csv.ts";
import { renderExport } from "../../delivery/ledger/exported.ts";
import { tellStories } from "../../delivery/ledger/releases.ts";
import { InputError } from "../../model/errors.ts";
import { readLedger, type ReadLedger } from "../ledger/read-ledger.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export const EXPORT_FORMATS = ["jsonl", "csv", "cdevents"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface LedgerExportOptions extends StackOptions {
  format: ExportFormat;
  /** Releases of this service only. */
  service?: string;
  /** Entries since then only, in Unix milliseconds. */
  sinceMs: number;
}

export const ledgerExportResult = defineResult("ledger export", {
  stack: z.string(),
  format: z.enum(EXPORT_FORMATS),
  text: z.string().describe("What is printed without `--json`."),
});

/** Prints a stack's ledger, oldest first, for other tools: its own lines and whose they are, a table of releases, or events. */
export async function ledgerExport(options: LedgerExportOptions): Promise<void> {
  const { format, service, json, stack } = options;
  if (format === "jsonl" && service !== undefined) {
    throw new InputError(
      "--service: lines of one service alone are no chain that could be verified. Leave it out, or take --csv or --cdevents.",
    );
  }
  const text = render(await readLedger(options), options);
  if (json) ledgerExportResult.print({ stack, format, text });
  else process.stdout.write(text);
}

function render(
  { ref, check: { lines, head } }: ReadLedger,
  { format, service, sinceMs }: LedgerExportOptions,
): string {
  const id = { project: ref.project, stack: ref.stack };
  if (format === "jsonl") {
    const first = lines.findIndex(({ entry }) => entry !== null && entry.at >= sinceMs);
    const kept = first === -1 ? [] : lines.slice(sinceMs === 0 ? 0 : first);
    return renderExport(kept, { id, head, at: Date.now() });
  }
  const of = lines.filter(
    ({ entry }) => service === undefined || (entry !== null && "service" in entry && entry.service === service),
  );
  if (format === "csv") return exportCsv(tellStories(of).filter(({ first }) => first.entry.at >= sinceMs));
  const events = exportCdEvents(of, id, sinceMs);
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
