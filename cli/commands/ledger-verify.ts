import { z } from "zod";
import { proveExport, type ExportMark } from "../../delivery/ledger/exported.ts";
import type { Head } from "../../delivery/ledger/ledger-text.ts";
import { verifyChain, type ChainCheck } from "../../delivery/ledger/verify-chain.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { renderChain } from "../ledger/chain-words.ts";
import { openLedger } from "../ledger/open-ledger.ts";
import { isoTime } from "../ledger/story-result.ts";
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
  exported: z
    .strictObject({ project: z.string(), stack: z.string(), at: z.iso.datetime() })
    .nullable()
    .describe("Whose ledger a file says it is, and of when; null where it does not say, and of a stack's own."),
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
  const heads = known === undefined ? [] : [known];
  const isFile = "file" in of;
  const { mark, check } = isFile
    ? proveExport(readTextFile(of.file), heads)
    : { mark: null, check: verifyChain(await (await openLedger(of)).store.read(), { known: heads }) };
  process.exitCode = check.breaks.length === 0 ? EXIT.done : EXIT.gateRed;
  if (json) {
    const result = { of: isFile ? of.file : of.stack, exported: originOf(mark), ...resultOf(check) };
    return ledgerVerifyResult.print(result, process.exitCode);
  }
  const subject = isFile
    ? { name: of.file, stack: null, mark }
    : { name: `The ledger of ${of.stack}`, stack: of.stack };
  const paint = paintFor(takesColors(process.stdout));
  process.stdout.write(renderChain(check, { ...subject, hasKnownHead: known !== undefined }, paint));
}

function originOf(mark: ExportMark | null) {
  return mark === null ? null : { project: mark.project, stack: mark.stack, at: isoTime(mark.at) };
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
