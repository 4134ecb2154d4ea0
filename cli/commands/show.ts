import { z } from "zod";
import { paintFor, takesColors } from "../display/paint.ts";
import { findStory, parseWanted } from "../ledger/find-story.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { describeStory } from "../ledger/record/documents.ts";
import { renderText } from "../ledger/record/render-text.ts";
import { storyResult, storySchema } from "../ledger/story-result.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface ShowOptions extends StackOptions {
  /** `#12`, `shop@1.4.2`, or `shop` and `1.4.2`. */
  release: readonly string[];
}

export const showResult = defineResult("show", { stack: z.string(), release: storySchema });

/** Prints everything that the ledger tells of a release. Throws an InputError where it tells of none such. */
export async function show(options: ShowOptions): Promise<void> {
  const wanted = parseWanted(options.release);
  const { stories, ref } = await readLedger(options);
  const story = findStory(stories, wanted, ref.stack);
  if (options.json) return showResult.print({ stack: ref.stack, release: storyResult(story) });
  process.stdout.write(renderText(describeStory(story, ref.stack), paintFor(takesColors(process.stdout))));
}
