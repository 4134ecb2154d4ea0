import { levelOf, type Event } from "../event.ts";

/** An event as programs are told of it: with its level, and its time as ISO 8601. */
export function publishedEvent(event: Event) {
  return { ...event, level: levelOf(event), at: new Date(event.at).toISOString() };
}
