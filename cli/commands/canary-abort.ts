import { InputError } from "../../model/errors.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { canaryAbortResult, rollback, type RollbackOptions } from "./rollback.ts";

/** Goes back from a release that is under way. Throws an InputError where none is: a rollback goes back from one that is not. */
export async function canaryAbort(options: Omit<RollbackOptions, "to" | "alone" | "expected">): Promise<void> {
  const { service } = options;
  const ref = findStack(options.cwd, options.stack);
  const record = await (await openPlatform(ref)).readRecord(service);
  if (record?.canary === undefined) {
    throw new InputError(
      `${service}: no canary is under way, so nothing was changed. \`tidegate rollback ${service} -s ${ref.stack}\` goes back from a release that has all the traffic.`,
    );
  }
  // Who aborts it at the same moment leaves nothing to abort, and what served before must not be taken for it.
  await rollback({ ...options, alone: true, expected: record.generation }, canaryAbortResult);
}
