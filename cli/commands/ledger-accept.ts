import { z } from "zod";
import { readChange } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { headLine, headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export const ledgerAcceptResult = defineResult("ledger accept", {
  stack: z.string(),
  broken: z.strictObject({ entry: z.int(), text: z.string() }).describe("First entry that cannot be proved, and why."),
  ledger: headSchema.describe("Entry of the ledger that says who went on with it."),
});

/**
 * Goes on with a ledger that is not what was written, so that releases may begin again. Who does so and why is read from the
 * variables of a change. Throws an InputError where nothing is wrong with it.
 */
export async function ledgerAccept({ cwd, stack, json }: StackOptions): Promise<void> {
  const platform = await openPlatform(findStack(cwd, stack));
  const accepted = await platform.acceptLedger(readChange(process.env, thisUser()));
  if (accepted === null) {
    throw new InputError(`ledger accept: the ledger of ${stack} is what was written. There is nothing to go on with.`);
  }
  const { broken, head } = accepted;
  if (json) return ledgerAcceptResult.print({ stack, broken, ledger: head });
  process.stdout.write(`${stack}: releases may begin again, although ${broken.text}.\n${headLine(head)}\n`);
}
