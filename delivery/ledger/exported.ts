import { z } from "zod";
import { NO_ENTRY } from "../../model/ledger.ts";
import type { StackId } from "../../model/names.ts";
import { parseJson, splitLedger, type Head, type LedgerLine } from "./ledger-text.ts";
import { verifyChain, type ChainCheck } from "./verify-chain.ts";

/**
 * The last line of an exported ledger, which the ledger itself does not have: whose it is. It is linked as the next entry would be, so
 * that whatever proves a chain of entries proves it, too, and a copy that was cut off has none.
 */
const markSchema = z.object({
  number: z.int().min(1),
  /** Hash of the last entry, the head when it was exported; {@link NO_ENTRY} where there was none. */
  previous: z.string(),
  /** Clock of the machine that exported it, Unix time in milliseconds. */
  at: z.int(),
  kind: z.literal("exported"),
  project: z.string(),
  stack: z.string(),
});

export type ExportMark = z.infer<typeof markSchema>;

/** Where an export comes from. */
export interface ExportOrigin {
  id: StackId;
  /** The ledger's last entry, whether or not it is exported; null where there is none. */
  head: Head | null;
  /** Unix time in milliseconds. */
  at: number;
}

/** What an exported ledger proves of itself. */
export interface ExportCheck {
  /** Null where it does not say whose it is: it was cut off, or is of a version that did not say it. */
  mark: ExportMark | null;
  /** Of its entries; a part of a ledger is whole in itself. */
  check: ChainCheck;
}

/** The lines as they are, and one that says whose they are. */
export function renderExport(lines: readonly LedgerLine[], { id, head, at }: ExportOrigin): string {
  const { project, stack } = id;
  const links = { number: (head?.number ?? 0) + 1, previous: head?.hash ?? NO_ENTRY, at };
  const mark: ExportMark = { ...links, kind: "exported", project, stack };
  return [...lines.map(({ text }) => text), JSON.stringify(mark)].map((line) => `${line}\n`).join("");
}

/** Proves an exported ledger up to the head that its mark names, and by those that are `known` from elsewhere. */
export function proveExport(text: string, known: readonly Head[] = []): ExportCheck {
  const { lines, torn } = splitLedger(text);
  const mark = markSchema.safeParse(parseJson(lines.at(-1) ?? "")).data ?? null;
  const entries = mark === null ? lines : lines.slice(0, -1);
  const marked =
    mark === null || entries.length === 0 ? [] : [{ number: mark.number - 1, hash: mark.previous } satisfies Head];
  return { mark, check: verifyChain({ lines: entries, torn }, { known: [...known, ...marked], isPart: true }) };
}
