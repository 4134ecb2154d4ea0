import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { actResult, actSchema } from "../ledger/act-result.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { renderHistory } from "../ledger/render-history.ts";
import { selectHistory, type HistoryScope } from "../ledger/select-history.ts";
import { storyResult, storySchema } from "../ledger/story-result.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export type HistoryOptions = StackOptions & HistoryScope;

export const historyResult = defineResult("history", {
  stack: z.string(),
  releases: z.array(storySchema).describe("Newest first."),
  acts: z
    .array(actSchema)
    .describe(
      "What persons did in that time that moved no traffic, newest first; `number` orders them among the releases.",
    ),
  total: z.int().describe("How many releases there are, those beyond the limit included."),
});

const PIPE_COLUMNS = 80;

export function parseLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InputError(`--limit: must be a number of releases, got ${JSON.stringify(text)}. Give 1 to 999999.`);
}

/**
 * Prints a line per release, newest first: what moved when, how it ended, by whom, and its ticket; and a line for each time that a
 * person did something else in between which is on record.
 */
export async function history(options: HistoryOptions): Promise<void> {
  const { stack, json } = options;
  const { releases, acts, total } = selectHistory(await readLedger(options), options);
  if (json) {
    return historyResult.print({ stack, releases: releases.map(storyResult), acts: acts.map(actResult), total });
  }
  const { isTTY, columns } = process.stdout;
  const paint = paintFor(takesColors(process.stdout));
  process.stdout.write(renderHistory([...releases, ...acts], paint, isTTY ? columns : PIPE_COLUMNS));
  process.stderr.write(remark(total, releases.length, options));
}

/** What is not shown; empty where all is. */
function remark(total: number, shown: number, { service, stack }: HistoryOptions): string {
  if (total > shown) return `${total - shown} older: \`--limit ${total}\` shows all of them.\n`;
  if (total > 0) return "";
  const of = service === undefined ? stack : `${service} in ${stack}`;
  return `The ledger tells of no release of ${of} yet. The next \`tidegate up\` that moves traffic writes the first.\n`;
}
