import { z } from "zod";
import { paintFor, takesColors } from "../display/paint.ts";
import { findStory, parseWanted } from "../ledger/find-story.ts";
import { proofOf, proofSchema } from "../ledger/proof.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { RecordFormat } from "../ledger/record/document.ts";
import { changeRecord as describeRecord } from "../ledger/record/documents.ts";
import { renderHtml } from "../ledger/record/render-html.ts";
import { renderMarkdown } from "../ledger/record/render-markdown.ts";
import { renderText } from "../ledger/record/render-text.ts";
import { storyResult, storySchema } from "../ledger/story-result.ts";
import { defineResult } from "../result/result.ts";
import type { ShowOptions } from "./show.ts";

export interface ChangeRecordOptions extends ShowOptions {
  format: RecordFormat;
}

export const changeRecordResult = defineResult("change-record", {
  stack: z.string(),
  release: storySchema,
  proof: proofSchema,
});

/** Prints the change record of a release: one page with all that an auditor samples. */
export async function changeRecord(options: ChangeRecordOptions): Promise<void> {
  const wanted = parseWanted(options.release);
  const { stories, ref, check } = await readLedger(options);
  const story = findStory(stories, wanted, ref.stack);
  const now = Date.now();
  if (options.json || options.format === "json") {
    const proof = proofOf(check, now);
    return changeRecordResult.print({ stack: ref.stack, release: storyResult(story), proof });
  }
  const document = describeRecord(story, ref.stack, check, now);
  const paint = paintFor(takesColors(process.stdout));
  const render = { html: renderHtml, markdown: renderMarkdown, text: () => renderText(document, paint) };
  process.stdout.write(render[options.format](document));
}
