import { BusyError, InputError } from "../../model/errors.ts";
import { headSchema, ledgerStateSchema, type LedgerHead } from "../../model/ledger-state.ts";
import { ledgerProblems } from "../../plan/ledger-problems.ts";
import type { StackId } from "../../model/names.ts";
import { olderEdge } from "../older-edge.ts";
import type { Conflict, Session, Shift, ShiftConflict, Switch, Switched } from "../session.ts";
import type { Answer, Conversation } from "./conversation.ts";
import { look, readEdge, readRouting } from "./edge-view.ts";
import { SCRIPT_EXIT } from "./script-exit.ts";
import { sendRequest, UNKNOWN_QUESTION } from "./send-request.ts";
import { slotReader } from "./slots.ts";

const QUICK_MS = 10_000;
const KNOCK_MS = 20_000;
/** Two minutes of waiting for the lock, and the switch itself. */
const SWITCH_MS = 180_000;
const WRITE_MS = 150_000;

/** The session of a service of a stack, in a conversation about that service. */
export function sessionOver(conversation: Conversation, service: string, id: StackId): Session {
  const writeSurely = async (question: string) => {
    const head = await writeDown(conversation, question);
    if (head === null) throw olderEdge(id);
    return head;
  };
  return {
    look: () => look(conversation),
    readEdge: () => readEdge(conversation, service),
    readRouting: () => readRouting(conversation, service),
    readSlots: slotReader(conversation),
    doubt: async (color, index) => void (await conversation.ask(`doubt ${color} ${index}`, QUICK_MS)),
    send: (request) => sendRequest(conversation, service, request),
    knock: async (address, ports) => {
      const { lines } = await conversation.ask(`knock ${address} ${ports.join(",")}`, KNOCK_MS);
      return lines.map(Number);
    },
    switchTraffic: (changes) => switchTraffic(conversation, changes, id),
    shift: (change) => shift(conversation, change, id),
    isOpen: async (generation) => {
      const { exitCode, lines } = await conversation.ask(`is-open ${generation}`, QUICK_MS);
      return exitCode === UNKNOWN_QUESTION || lines[0] === "true";
    },
    note: (facts) => writeDown(conversation, `note ${JSON.stringify(facts)}`),
    clearHold: (facts) => writeSurely(`clear-hold ${JSON.stringify(facts)}`),
    review: (facts) => writeSurely(`review ${JSON.stringify(facts)}`),
    close: () => conversation.close(),
  };
}

async function switchTraffic(
  conversation: Conversation,
  changes: readonly Switch[],
  id: StackId,
): Promise<Switched | Conflict> {
  const [first, ...others] = changes;
  if (first === undefined) throw new Error("a switch is of one service at least");
  // An edge of before 0.9.0 knows the first question only, one of before 0.10.0 not the second, and each reads what it knows of it.
  const one = first.canary === undefined ? "switch" : "switch-part";
  const question = others.length === 0 ? `${one} ${JSON.stringify(first)}` : `switch-all ${JSON.stringify(changes)}`;
  const { exitCode, lines } = await conversation.ask(question, SWITCH_MS);
  if (exitCode === UNKNOWN_QUESTION) throw olderEdge(id);
  if (exitCode === SCRIPT_EXIT.conflict) return { found: Number(lines[0]), service: lines[1] ?? first.service };
  if (exitCode === SCRIPT_EXIT.unfit) {
    const state = ledgerStateSchema.parse(JSON.parse(lines[0] ?? ""));
    throw new InputError(ledgerProblems(first.service, id.stack, state).join("\n"));
  }
  return switched("the switch", conversation, { exitCode, lines });
}

async function shift(conversation: Conversation, change: Shift, id: StackId): Promise<Switched | ShiftConflict> {
  const { exitCode, lines } = await conversation.ask(`shift ${JSON.stringify(change)}`, SWITCH_MS);
  if (exitCode === UNKNOWN_QUESTION) throw olderEdge(id);
  if (exitCode === SCRIPT_EXIT.conflict) return { generation: Number(lines[0]), revision: Number(lines[1]) };
  return switched("the change of the canary", conversation, { exitCode, lines });
}

/** How a change of the traffic ended that nobody else was in the way of. */
function switched(what: string, conversation: Conversation, { exitCode, lines }: Answer): Switched {
  if (exitCode === SCRIPT_EXIT.busy) throw new BusyError(`edge: ${conversation.complaints}. Run again.`);
  if (exitCode !== 0) throw new Error(`${what} in the edge ended with ${exitCode}\n${conversation.complaints}`);
  const [started, ended] = (lines[0] ?? "").split(" ").map(Number);
  if (started === undefined || ended === undefined) throw new Error(`${what} in the edge said ${lines.join(" ")}`);
  return { at: ended, tookMs: Math.round((ended - started) * 1000) / 1000, head: parseHead(lines[1]) };
}

/** Null where nothing was written: it stood there already, or the edge is of before 0.8.0. */
async function writeDown(conversation: Conversation, question: string): Promise<LedgerHead | null> {
  const { exitCode, lines } = await conversation.ask(question, WRITE_MS);
  if (exitCode === UNKNOWN_QUESTION) return null;
  if (exitCode === SCRIPT_EXIT.busy) throw new BusyError(`edge: ${conversation.complaints}. Run again.`);
  if (exitCode !== 0) throw new Error(`writing to the ledger ended with ${exitCode}\n${conversation.complaints}`);
  return parseHead(lines[0]);
}

/** An edge of before 0.8.0 says nothing of it. */
function parseHead(line = "null"): LedgerHead | null {
  return headSchema.nullable().parse(JSON.parse(line));
}
