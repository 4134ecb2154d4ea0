import { z } from "zod";
import { splitLedger, type Head } from "../../delivery/ledger/ledger-text.ts";
import { verifyChain, type ChainCheck } from "../../delivery/ledger/verify-chain.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { renderChain } from "../ledger/chain-words.ts";
import { openLedger } from "../ledger/open-ledger.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface LedgerVerifyOptions {
  /** The stack whose ledger it is, or a file with lines of one, which may begin at any entry. */
  of: StackOptions | { file: string };
  /** A head that was kept elsewhere. */
  known?: Head;
  json: boolean;
}

export const ledgerVerifyResult = defineResult("ledger verify", {
  of: z.string().describe("The stack, or the file."),
  entries: z.int(),
  head: z.strictObject({ number: z.int(), hash: z.string() }).nullable().describe("The last entry."),
  breaks: z.array(
    z.strictObject({
      kind: z.enum(["changed", "missing", "inserted", "reordered", "torn", "head"]),
      number: z.int().describe("Of the entry from which on it cannot be proved."),
      problem: z.string(),
    }),
  ),
  accepted: z
    .array(
      z.strictObject({
        number: z.int(),
        problem: z.string(),
        by: z.int(),
        actor: z.string(),
        reason: z.string().nullable(),
      }),
    )
    .describe("Breaks with which somebody went on, in entry `by`."),
});

/** Reads `12:` and a hash, as `ledger verify` and runs print it. */
export function parseHead(text: string): Head {
  const [, number, hash] = /^#?(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (number !== undefined && hash !== undefined) return { number: Number(number), hash };
  throw new InputError(
    `--head: must be the number of an entry and its hash, got ${JSON.stringify(text)}. Write it like "12:" and 64 hex digits.`,
  );
}

/** Proves a ledger and prints its head, or every break: then exit code 3. */
export async function ledgerVerify({ of, known, json }: LedgerVerifyOptions): Promise<void> {
  const head = known === undefined ? {} : { known };
  const isFile = "file" in of;
  const text = isFile ? splitLedger(readTextFile(of.file)) : await openLedger(of).store.read();
  const check = verifyChain(text, { ...head, isPart: isFile });
  process.exitCode = check.breaks.length === 0 ? EXIT.done : EXIT.gateRed;
  if (json) return ledgerVerifyResult.print({ of: isFile ? of.file : of.stack, ...resultOf(check) }, process.exitCode);
  const subject = isFile ? { name: of.file, stack: null } : { name: `The ledger of ${of.stack}`, stack: of.stack };
  const paint = paintFor(takesColors(process.stdout));
  process.stdout.write(renderChain(check, { ...subject, hasKnownHead: known !== undefined }, paint));
}

function resultOf({ lines, head, breaks, accepted }: ChainCheck) {
  return {
    entries: lines.length,
    head,
    breaks: breaks.map(({ kind, number, problem }) => ({ kind, number, problem })),
    accepted: accepted.map(({ found: { number, problem }, by }) => ({
      ...{ number, problem, by: by.number, actor: by.change.actor.name, reason: by.change.reason },
    })),
  };
}
