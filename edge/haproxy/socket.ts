import { createConnection } from "node:net";
import { once } from "node:events";
import type { AgentBeat } from "../../model/agent-beat.ts";
import { InputError } from "../../model/errors.ts";
import { Conversation } from "./conversation.ts";

export type { Conversation } from "./conversation.ts";
export { askCertificates, type CertificateEnds } from "./ask-certificates.ts";
export { askGates, type GateVerdicts } from "./ask-gates.ts";
export { askLedger } from "./ask-ledger.ts";
export { askCounts } from "./read-counters.ts";
export { FORCE } from "./render-canary.ts";
export { sessionOver } from "./session.ts";

const QUICK_MS = 10_000;

/**
 * Starts the conversation about a service, or about all of them, on the socket that the edge shares with the agent; no engine is asked
 * for it. Throws where nobody listens there. Sessions and readings go over it as they do over any other.
 */
export async function connectToEdge(socket: string, service: string | null): Promise<Conversation> {
  const connection = createConnection({ path: socket });
  await once(connection, "connect");
  connection.write(`service ${service ?? "-"}\n`);
  return new Conversation({ questions: connection, answers: connection }, async (complaints) => {
    return new InputError(`edge: ${complaints || "it ended the conversation"}.`);
  });
}

/** Names of the services that the edge has a record of. */
export async function askServices(conversation: Pick<Conversation, "ask">): Promise<string[]> {
  const { exitCode, lines } = await conversation.ask("services", QUICK_MS);
  if (exitCode !== 0) throw new Error(`the edge does not tell its services: ${exitCode}`);
  return lines;
}

/** Has the edge write down that the agent is alive, by the edge's own clock. */
export async function tellBeat(conversation: Pick<Conversation, "ask">, beat: Omit<AgentBeat, "at">): Promise<void> {
  const { exitCode } = await conversation.ask(`beat ${JSON.stringify(beat)}`, QUICK_MS);
  if (exitCode !== 0) throw new Error(`the edge took no sign of life: ${exitCode}`);
}
