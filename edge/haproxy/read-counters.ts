import { colorSchema, type Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import type { StackId } from "../../model/names.ts";
import { BUCKET_BOUNDS_MS, STATUS_CLASSES, type Counts, type CountsByColor } from "../counts.ts";
import { olderEdge } from "../older-edge.ts";
import type { Conversation } from "./conversation.ts";
import { COUNTER } from "./render-counters.ts";
import { UNKNOWN_QUESTION } from "./send-request.ts";

const QUICK_MS = 10_000;
/** Exit code for a proxy whose config has no counters. */
const COUNTS_NOTHING = 66;

/** Throws an InputError where the edge of this stack is too old to count, or has a config that does not yet. */
export async function askCounts(conversation: Pick<Conversation, "ask">, id: StackId): Promise<CountsByColor> {
  const { exitCode, lines } = await conversation.ask("counts", QUICK_MS);
  if (exitCode === UNKNOWN_QUESTION) throw olderEdge(id, "and counts no requests");
  if (exitCode === COUNTS_NOTHING) {
    throw new InputError(
      `edge: the proxy has the config of an older version, and counts no requests. Run \`tidegate up -s ${id.stack}\` once.`,
    );
  }
  if (exitCode !== 0) throw new Error(`reading the counters in the edge ended with ${exitCode}`);
  return parseCounters(lines);
}

/** Reads lines of `shop.green 7 0 3 …`, a pool and its counters. */
export function parseCounters(lines: readonly string[]): CountsByColor {
  const counts: Record<string, Partial<Record<Color, Counts>>> = {};
  for (const line of lines) {
    const [pool = "", ...words] = line.split(" ");
    const [service = "", name] = pool.split(".");
    const numbers = words.map(Number);
    const color = colorSchema.safeParse(name);
    if (!color.success || numbers.some((number) => !Number.isInteger(number))) {
      throw new Error(`the edge said ${JSON.stringify(line)}`);
    }
    (counts[service] ??= {})[color.data] = countsOf(numbers);
  }
  return counts;
}

function countsOf(numbers: readonly number[]): Counts {
  const some = (first: number, length: number) => Array.from({ length }, (_, index) => numbers[first + index] ?? 0);
  const one = (index: number) => numbers[index] ?? 0;
  return {
    requests: one(COUNTER.requests),
    statuses: some(COUNTER.statuses, STATUS_CLASSES.length),
    connectFailures: one(COUNTER.connectFailures),
    retries: one(COUNTER.retries),
    latency: some(COUNTER.latency, BUCKET_BOUNDS_MS.length + 1),
  };
}
