import { z } from "zod";
import { verifyChain } from "../../delivery/ledger/verify-chain.ts";
import { readChange } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import { openLedger } from "../ledger/open-ledger.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
import { headLine } from "../run/ledger-head.ts";

export const ledgerAcceptResult = defineResult("ledger accept", {
  stack: z.string(),
  broken: z.int().describe("Number of the entry from which on it cannot be proved."),
  problem: z.string(),
  head: headSchema.describe("The entry that says so."),
});

/**
 * Goes on with a ledger that is not what was written: an entry says who does so, and why. Who and why are read from the variables of
 * a change. Throws an InputError where nothing is wrong with it.
 */
export async function ledgerAccept(options: StackOptions): Promise<void> {
  const { stack, json } = options;
  const { store } = openLedger(options);
  // A last line that was not written to its end is repaired by the next entry: that takes nobody's word.
  const breaks = verifyChain(await store.read()).breaks.filter(({ kind }) => kind !== "torn");
  const [first, ...others] = breaks;
  if (first === undefined) {
    throw new InputError(`ledger accept: the ledger of ${stack} is what was written. There is nothing to go on with.`);
  }
  const { number, problem: found } = first;
  const problem = others.length === 0 ? found : `${found}; and ${others.length} more`;
  const change = readChange(process.env, thisUser());
  const head = await store.append({ kind: "accepted", broken: number, problem, change });
  if (head === null) {
    throw new InputError(
      `ledger accept: the edge of ${stack} is of a version that writes no ledger. Bring it up to date with \`tidegate up\` first.`,
    );
  }
  if (json) return ledgerAcceptResult.print({ stack, broken: number, problem, head });
  process.stdout.write(
    `From entry ${number} on the ledger of ${stack} could not be proved (${problem}). That is accepted, and releases go on.\n` +
      `${headLine(head)}\n`,
  );
}
