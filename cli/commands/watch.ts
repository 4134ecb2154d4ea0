import { z } from "zod";
import { colorSchema } from "../../model/color.ts";
import { durationSchema } from "../../model/duration.ts";
import { headSchema } from "../../model/ledger-state.ts";
import { parseAll } from "../../model/problems.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface WatchOptions extends StackOptions {
  service: string;
  /** How long. */
  for?: string;
  /** Whether traffic goes back from what turned red. */
  rollback: boolean;
  /** Looks once, on AWS. */
  once: boolean;
}

export const watchResult = defineResult("watch", {
  stack: z.string(),
  service: z.string(),
  color: colorSchema.describe("The one that served when the watch began."),
  version: z.string(),
  problem: z.string().nullable().describe("What turned red; null where nothing did."),
  wentBackTo: z.string().nullable().describe("Version that has the traffic again; null where it stayed."),
  ledger: headSchema.nullable().describe("Last entry of the ledger that was written; null where none was."),
});

/** Watches a release that serves, and takes it back when something turns red. */
export async function watch({ cwd, stack, service, for: time, rollback, once, json }: WatchOptions): Promise<void> {
  const lasting = durationSchema({ min: "1s", max: "1h" });
  const forTime = time === undefined ? undefined : parseAll(lasting, time, { path: "--for" });
  const ref = findStack(cwd, stack);
  const platform = await openPlatform(ref);
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const { exitCode, ...told } = await platform.watch({ service, forTime, rollback, once, say });
  process.exitCode = exitCode;
  if (json) watchResult.print({ stack: ref.stack, service, ...told }, exitCode);
}
