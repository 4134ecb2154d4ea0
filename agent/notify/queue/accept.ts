import { durationMs } from "../../../model/duration.ts";
import { channelsFor, type NotifySettings } from "../../../model/notify.ts";
import { levelOf, type Event } from "../event.ts";
import { endsIncident, incidentOf } from "../incident.ts";
import { bounded } from "./bounded.ts";
import type { Queue, Waiting } from "./queue.ts";

/** Ids that are remembered. */
const MAX_SEEN = 2_000;

/** Takes an event in, for all channels that are to get it. One whose id was taken in before changes nothing. `now`: Unix time in milliseconds. */
export function accept(
  queue: Queue,
  event: Event,
  { settings, now }: { settings: NotifySettings; now: number },
): Queue {
  if (queue.seen.includes(event.id)) return queue;
  const level = levelOf(event);
  const { escalate } = settings;
  const unacknowledged = endsIncident(event) ? openAfter(event, queue) : queue.unacknowledged;
  const escalateAt = escalate === undefined ? null : now + durationMs(escalate.after);
  return bounded({
    ...queue,
    waiting: [...queue.waiting, ...waitingFor(event, settings, now)],
    unacknowledged: level === "critical" ? [...unacknowledged, { event, escalateAt }] : unacknowledged,
    seen: [...queue.seen, event.id].slice(-MAX_SEEN),
  });
}

function waitingFor(event: Event, settings: NotifySettings, now: number): Waiting[] {
  const level = levelOf(event);
  const dueAt = level === "critical" ? now : now + durationMs(settings.aggregate);
  const told = channelsFor(level, settings).filter((channel) => !isAbout(event, channel));
  const keepers = endsIncident(event)
    ? Object.keys(settings.channels).filter((name) => settings.channels[name]?.type === "pagerduty")
    : [];
  return [
    ...told.map((channel) => ({ event, channel, act: "tell" as const, dueAt })),
    ...keepers.toSorted().map((channel) => ({ event, channel, act: "resolve" as const, dueAt: now })),
  ];
}

/** That it fails is no news for the channel that fails. */
function isAbout(event: Event, channel: string): boolean {
  return event.kind === "channel-failed" && event.channel === channel;
}

/** What is still to be acknowledged once an incident is over. */
function openAfter(end: Event, { unacknowledged }: Queue): Queue["unacknowledged"] {
  return unacknowledged.filter(({ event }) => incidentOf(event) !== incidentOf(end));
}
