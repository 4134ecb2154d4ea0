import { colorSchema, type Color } from "../../model/color.ts";
import { ledgerStateSchema } from "../../model/ledger-state.ts";
import { backendName } from "../../model/names.ts";
import { partSchema, recordSchema } from "../../model/record.ts";
import type { EdgeView, WorkerView } from "../session.ts";
import type { Conversation } from "./conversation.ts";

const QUICK_MS = 20_000;
/** What the line with the ledger's state begins with. */
const LEDGER = "ledger ";

/** Reads record, part and routing of the conversation's service. */
export async function readEdge(conversation: Pick<Conversation, "ask">, service: string): Promise<EdgeView> {
  const { lines } = await conversation.ask("open", QUICK_MS);
  const [, , third, ...others] = lines;
  // An edge of before 0.8.0 goes on with its workers there.
  const ledger = third?.startsWith(LEDGER) === true ? third.slice(LEDGER.length) : "null";
  const workers = third === undefined || ledger !== "null" ? others : [third, ...others];
  return {
    ...parseLook(lines),
    ledger: ledgerStateSchema.nullable().parse(JSON.parse(ledger)),
    workers: parseWorkers(workers, service),
  };
}

/** Reads record and part alone. */
export async function look(conversation: Pick<Conversation, "ask">): Promise<Pick<EdgeView, "record" | "part">> {
  const { lines } = await conversation.ask("look", QUICK_MS);
  return parseLook(lines);
}

function parseLook([record = "null", part = "null"]: readonly string[]): Pick<EdgeView, "record" | "part"> {
  return {
    record: recordSchema.nullable().parse(JSON.parse(record)),
    part: partSchema.nullable().parse(JSON.parse(part)),
  };
}

/** Asks every running worker where it sends the service's traffic. */
export async function readRouting(
  conversation: Pick<Conversation, "ask">,
  service: string,
): Promise<readonly WorkerView[]> {
  const { lines } = await conversation.ask("routing", QUICK_MS);
  return parseWorkers(lines, service);
}

/** Reads lines of `new|old PID POOL`. */
export function parseWorkers(lines: readonly string[], service: string): WorkerView[] {
  return lines.flatMap((line) => {
    const [age, pid, pool] = line.split(" ");
    if (pid === undefined || pool === undefined) return [];
    return [{ pid, old: age === "old", sendsTo: pool === "handover" ? "newest" : colorOf(pool, service) }];
  });
}

function colorOf(pool: string, service: string): Color | null {
  return colorSchema.options.find((color) => pool === backendName(service, color)) ?? null;
}
