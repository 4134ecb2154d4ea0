import type { LedgerLine } from "../../../delivery/ledger/ledger-text.ts";

/** The last switch of a service that some lines of a ledger tell of, and whether they do not tell its end; undefined where they tell of none. */
export function findMove(
  lines: readonly LedgerLine[],
  service: string,
): { generation: number; isOpen: boolean } | undefined {
  const entry = lines
    .flatMap(({ entry }) => entry ?? [])
    .findLast(
      (each) => ["switch", "verified", "undone"].includes(each.kind) && "service" in each && each.service === service,
    );
  if (entry === undefined || !("generation" in entry)) return undefined;
  return { generation: entry.generation, isOpen: entry.kind === "switch" };
}
