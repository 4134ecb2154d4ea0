import { z } from "zod";
import { paintFor, takesColors } from "../display/paint.ts";
import { findStory, parseWanted } from "../ledger/find-story.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { RecordFormat } from "../ledger/record/document.ts";
import { changeRecord as describeRecord } from "../ledger/record/documents.ts";
import { renderHtml } from "../ledger/record/render-html.ts";
import { renderMarkdown } from "../ledger/record/render-markdown.ts";
import { renderText } from "../ledger/record/render-text.ts";
import { isoTime, storyResult, storySchema } from "../ledger/story-result.ts";
import { defineResult } from "../result/result.ts";
import type { ShowOptions } from "./show.ts";

export interface ChangeRecordOptions extends ShowOptions {
  format: RecordFormat;
}

export const changeRecordResult = defineResult("change-record", {
  stack: z.string(),
  release: storySchema,
  proof: z.strictObject({
    printedAt: z.iso.datetime(),
    entries: z.int().describe("How many the ledger had then."),
    head: z.strictObject({ number: z.int(), hash: z.string() }).nullable(),
    verified: z.boolean().describe("Whether the whole chain was proved."),
    breaks: z.array(z.string()).describe("What was wrong with it."),
  }),
});

/** Prints the change record of a release: one page with all that an auditor samples. */
export async function changeRecord(options: ChangeRecordOptions): Promise<void> {
  const wanted = parseWanted(options.release);
  const { stories, ref, check } = await readLedger(options);
  const story = findStory(stories, wanted, ref.stack);
  const now = Date.now();
  if (options.json || options.format === "json") {
    const { head, breaks, lines } = check;
    const proof = { printedAt: isoTime(now), entries: lines.length, head, verified: breaks.length === 0 };
    const problems = breaks.map(({ problem }) => problem);
    return changeRecordResult.print({
      ...{ stack: ref.stack, release: storyResult(story), proof: { ...proof, breaks: problems } },
    });
  }
  const document = describeRecord(story, ref.stack, check, now);
  const paint = paintFor(takesColors(process.stdout));
  const render = { html: renderHtml, markdown: renderMarkdown, text: () => renderText(document, paint) };
  process.stdout.write(render[options.format](document));
}
