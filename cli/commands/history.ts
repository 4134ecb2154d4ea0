import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { renderHistory } from "../ledger/render-history.ts";
import { storyResult, storySchema } from "../ledger/story-result.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface HistoryOptions extends StackOptions {
  /** Releases of this service only. */
  service?: string;
  /** How many at most. */
  limit: number;
}

export const historyResult = defineResult("history", {
  stack: z.string(),
  releases: z.array(storySchema).describe("Newest first."),
  total: z.int().describe("How many there are, those beyond the limit included."),
});

const PIPE_COLUMNS = 80;

export function parseLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InputError(`--limit: must be a number of releases, got ${JSON.stringify(text)}. Give 1 to 999999.`);
}

/** Prints a line per release, newest first: what moved when, how it ended, by whom, and its ticket. */
export async function history(options: HistoryOptions): Promise<void> {
  const { service, limit, stack, json } = options;
  const { stories } = await readLedger(options);
  const fitting = stories.filter((story) => service === undefined || story.service === service).toReversed();
  const shown = fitting.slice(0, limit);
  if (json) return historyResult.print({ stack, releases: shown.map(storyResult), total: fitting.length });
  const { isTTY, columns } = process.stdout;
  const paint = paintFor(takesColors(process.stdout));
  process.stdout.write(renderHistory(shown, paint, isTTY ? columns : PIPE_COLUMNS));
  process.stderr.write(remark(fitting.length, shown.length, options));
}

/** What is not shown; empty where all is. */
function remark(total: number, shown: number, { service, stack }: HistoryOptions): string {
  if (total > shown) return `${total - shown} older: \`--limit ${total}\` shows all of them.\n`;
  if (total > 0) return "";
  const of = service === undefined ? stack : `${service} in ${stack}`;
  return `The ledger tells of no release of ${of} yet. The next \`tidegate up\` that moves traffic writes the first.\n`;
}
