import { z } from "zod";
import { readChange } from "../../model/change.ts";
import { headLine, headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface ReviewOptions extends StackOptions {
  service: string;
  /** Of which release. */
  version?: string;
}

export const reviewResult = defineResult("review", {
  stack: z.string(),
  service: z.string(),
  version: z.string().nullable().describe("Version that was reviewed; null where no review was awaited."),
  ledger: headSchema.nullable().describe("Entry of the ledger that says so; null where no review was awaited."),
});

/** Says that somebody has looked at a release which an emergency had let through. It moves no traffic. */
export async function review(options: ReviewOptions): Promise<void> {
  const { service, version, json } = options;
  const ref = findStack(options.cwd, options.stack);
  const platform = await openPlatform(ref);
  const done = await platform.reviewRelease({ service, version, change: readChange(process.env, thisUser()) });
  if (json) {
    const told = { version: done?.review.version ?? null, ledger: done?.head ?? null };
    reviewResult.print({ stack: ref.stack, service, ...told });
  } else if (done === null) {
    process.stdout.write(`${service}: no review is awaited. Nothing was changed.\n`);
  } else {
    process.stdout.write(`${service}: version ${done.review.version} is reviewed.\n${headLine(done.head)}\n`);
  }
}
