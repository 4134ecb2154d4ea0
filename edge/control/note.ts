import type { Facts } from "../../model/ledger.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import type { Session } from "../session.ts";

/** Has the edge write something down. That it cannot is told, and changes nothing else. Null where nothing was written. */
export async function note(session: Pick<Session, "note">, facts: Facts): Promise<LedgerHead | null> {
  try {
    return await session.note(facts);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`ledger: ${facts.kind} could not be written down (${why}).\n`);
    return null;
  }
}
