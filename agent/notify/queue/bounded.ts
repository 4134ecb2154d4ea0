import { rankOf } from "../event.ts";
import type { Queue, Waiting } from "./queue.ts";

/** Events that may wait, each counted once for every channel that is to get it. */
export const MAX_WAITING = 500;
/** Critical events that may wait for an acknowledgment. */
const MAX_UNACKNOWLEDGED = 100;

/** The same with no more waiting than may: the oldest info goes first, then the oldest warning, then the oldest of all. */
export function bounded(queue: Queue): Queue {
  const waiting = withoutLeast(queue.waiting, queue.waiting.length - MAX_WAITING);
  return {
    ...queue,
    waiting,
    dropped: queue.dropped + queue.waiting.length - waiting.length,
    unacknowledged: queue.unacknowledged.slice(-MAX_UNACKNOWLEDGED),
  };
}

function withoutLeast(waiting: readonly Waiting[], tooMany: number): Waiting[] {
  const leastFirst = waiting.toSorted((a, b) => rankOf(b.event) - rankOf(a.event)); // stable: within a level the oldest stays first
  const dropped = new Set(leastFirst.slice(0, Math.max(0, tooMany)));
  return waiting.filter((one) => !dropped.has(one));
}
