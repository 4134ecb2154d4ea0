import type { CountReader } from "../counts.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Session } from "../session.ts";
import { askCounts } from "./read-counters.ts";
import { sessionOver } from "./session.ts";
import { startConversation } from "./start-conversation.ts";

/** Somebody may watch for long; the conversation ends with this process in any case. */
const WATCHED_AT_MOST = "24h";

/** Starts the session of a service inside a running edge. */
export async function openSession(edge: RunningEdge, service: string): Promise<Session> {
  return sessionOver(await startConversation(edge, service), service, edge.id);
}

/** Begins to ask a running edge what it has counted, in one conversation for all readings. */
export async function openCounts(edge: RunningEdge): Promise<CountReader> {
  const conversation = await startConversation(edge, null, WATCHED_AT_MOST);
  return { read: () => askCounts(conversation, edge.id), close: () => conversation.close() };
}
