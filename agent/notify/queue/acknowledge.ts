import type { Event } from "../event.ts";
import type { Queue } from "./queue.ts";

/** The event of this id, and the queue in which nobody else is told of it; undefined where it awaits no acknowledgment: unknown, or over. */
export function acknowledge(queue: Queue, id: string): { queue: Queue; event: Event } | undefined {
  const event = queue.unacknowledged.find((one) => one.event.id === id)?.event;
  if (event === undefined) return undefined;
  return {
    event,
    queue: {
      ...queue,
      unacknowledged: queue.unacknowledged.filter((one) => one.event.id !== id),
      waiting: queue.waiting.filter((one) => one.act !== "escalate" || one.event.id !== id),
      envelopes: queue.envelopes.filter((one) => one.act !== "escalate" || one.events.some((other) => other.id !== id)),
    },
  };
}
