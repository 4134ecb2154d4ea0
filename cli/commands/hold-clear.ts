import { z } from "zod";
import { readChange } from "../../model/change.ts";
import { headLine, headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface HoldClearOptions extends StackOptions {
  service: string;
}

export const holdClearResult = defineResult("hold clear", {
  stack: z.string(),
  service: z.string(),
  version: z.string().nullable().describe("Version that may serve again; null where none was held."),
  ledger: headSchema.nullable().describe("Entry of the ledger that says so; null where none was held."),
});

/** Lets a version serve again that was rolled back. It moves no traffic. */
export async function holdClear(options: HoldClearOptions): Promise<void> {
  const { service, json } = options;
  const ref = findStack(options.cwd, options.stack);
  const platform = await openPlatform(ref);
  const cleared = await platform.clearHold(service, readChange(process.env, thisUser()));
  const version = cleared?.hold.version ?? null;
  const ledger = cleared?.head ?? null;
  if (json) holdClearResult.print({ stack: ref.stack, service, version, ledger });
  else if (cleared === null) process.stdout.write(`${service}: no version is held. Nothing was changed.\n`);
  else
    process.stdout.write(`${service}: version ${cleared.hold.version} may serve again.\n${headLine(cleared.head)}\n`);
}
