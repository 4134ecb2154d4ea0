import { z } from "zod";
import { gateVerdictSchema, type GateVerdict } from "../../model/gate-result.ts";
import type { Conversation } from "./conversation.ts";
import { UNKNOWN_QUESTION } from "./send-request.ts";

const QUICK_MS = 20_000;

/** What each gate of a service said when it was asked last, by service and id. */
export type GateVerdicts = Readonly<Record<string, Readonly<Record<string, GateVerdict>>>>;

const saidSchema = z.record(z.string(), z.array(z.object({ gate: z.string(), verdict: z.string() })));

/** What gates said, as the ledger has it; nothing where the edge is of before 0.11.0, which does not tell. */
export async function askGates(conversation: Pick<Conversation, "ask">): Promise<GateVerdicts> {
  const { exitCode, lines } = await conversation.ask("gates", QUICK_MS);
  if (exitCode === UNKNOWN_QUESTION) return {};
  if (exitCode !== 0) throw new Error(`the edge does not tell of gates: ${exitCode}`);
  const byService = saidSchema.parse(JSON.parse(lines[0] ?? ""));
  return Object.fromEntries(
    Object.entries(byService).map(([service, gates]) => [service, Object.fromEntries(gates.flatMap(known))]),
  );
}

/** A verdict that only a later version knows is left out. */
function known({ gate, verdict }: { gate: string; verdict: string }): [string, GateVerdict][] {
  const parsed = gateVerdictSchema.safeParse(verdict);
  return parsed.success ? [[gate, parsed.data]] : [];
}
