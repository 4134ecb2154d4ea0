import { z } from "zod";
import { ledgerStateSchema } from "../../model/ledger-state.ts";
import type { LedgerReading } from "../ledger-reading.ts";
import type { Conversation } from "./conversation.ts";
import { UNKNOWN_QUESTION } from "./send-request.ts";

const QUICK_MS = 20_000;

const readingSchema = ledgerStateSchema.extend({ at: z.int().nullable() });

/** How it stands with the edge's ledger; null where the edge is of before 0.10.0, which does not tell. */
export async function askLedger(conversation: Pick<Conversation, "ask">): Promise<LedgerReading | null> {
  const { exitCode, lines } = await conversation.ask("ledger", QUICK_MS);
  if (exitCode === UNKNOWN_QUESTION) return null;
  if (exitCode !== 0) throw new Error(`the edge does not tell of its ledger: ${exitCode}`);
  return readingSchema.parse(JSON.parse(lines[0] ?? ""));
}
