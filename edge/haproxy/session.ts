import { BusyError } from "../../model/errors.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Conflict, Session, Switch, Switched } from "../session.ts";
import { startConversation, type Conversation } from "./conversation.ts";
import { readEdge, readRouting } from "./edge-view.ts";
import { SCRIPT_EXIT } from "./run-script.ts";
import { sendRequest } from "./send-request.ts";
import { slotReader } from "./slots.ts";

const DOUBT_MS = 10_000;
const KNOCK_MS = 20_000;
/** Two minutes of waiting for the lock, and the switch itself. */
const SWITCH_MS = 180_000;

/** Starts the session of a service inside a running edge. */
export async function openSession(edge: RunningEdge, service: string): Promise<Session> {
  const conversation = await startConversation(edge, service);
  return {
    readEdge: () => readEdge(conversation, service),
    readRouting: () => readRouting(conversation, service),
    readSlots: slotReader(conversation),
    doubt: async (color, index) => void (await conversation.ask(`doubt ${color} ${index}`, DOUBT_MS)),
    send: (request) => sendRequest(conversation, service, request),
    knock: async (address, ports) => {
      const { lines } = await conversation.ask(`knock ${address} ${ports.join(",")}`, KNOCK_MS);
      return lines.map(Number);
    },
    switchTraffic: (change) => switchTraffic(conversation, change),
    close: () => conversation.close(),
  };
}

async function switchTraffic(conversation: Conversation, change: Switch): Promise<Switched | Conflict> {
  const { exitCode, lines } = await conversation.ask(`switch ${JSON.stringify(change)}`, SWITCH_MS);
  if (exitCode === SCRIPT_EXIT.conflict) return { found: Number(lines[0]) };
  if (exitCode === SCRIPT_EXIT.busy) throw new BusyError(`edge: ${conversation.complaints.trim()}. Run again.`);
  if (exitCode !== 0) throw new Error(`the switch in the edge ended with ${exitCode}\n${conversation.complaints}`);
  const [started, ended] = (lines[0] ?? "").split(" ").map(Number);
  if (started === undefined || ended === undefined) throw new Error(`the switch in the edge said ${lines.join(" ")}`);
  return { started, ended };
}
