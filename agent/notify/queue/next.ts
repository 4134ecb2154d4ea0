import { createHash } from "node:crypto";
import { durationMs } from "../../../model/duration.ts";
import type { NotifySettings } from "../../../model/notify.ts";
import { levelOf, rankOf, type Events } from "../event.ts";
import { hasCome } from "./has-come.ts";
import { LIMITS } from "./limits.ts";
import { channelState, withChannel, type Act, type Envelope, type Queue, type Waiting } from "./queue.ts";
import { isQuiet } from "./quiet-hours.ts";
import { LONGEST_WAIT_MS } from "./settle.ts";

const MINUTE_MS = 60_000;
/** Envelopes of one channel beside which another is made for what is critical. */
const MAX_ENVELOPES = 5;

export interface Situation {
  settings: NotifySettings;
  /** Unix time in milliseconds. */
  now: number;
  /** Channels through which an attempt goes on. */
  busy: ReadonlySet<string>;
}

/**
 * What is to be sent now: one envelope for a channel at most, and the queue as it must be kept before any of them is sent. Pure: the same
 * queue and moment give the same.
 */
export function next(queue: Queue, situation: Situation): { queue: Queue; due: Envelope[] } {
  const due: Envelope[] = [];
  let after = escalated(queue, situation);
  for (const channel of Object.keys(situation.settings.channels).toSorted()) {
    const envelope = envelopeFor(channel, after, situation);
    if (envelope === undefined) continue;
    const begun = { ...envelope, attempts: envelope.attempts + 1 };
    due.push(begun);
    after = begin(begun, after, situation.now);
  }
  return { queue: after, due };
}

/** The queue in which critical events that nobody has acknowledged in time wait for those who are told then. */
function escalated(queue: Queue, { settings: { escalate }, now }: Situation): Queue {
  if (escalate === undefined) return queue;
  const isLate = ({ escalateAt }: Queue["unacknowledged"][number]) =>
    escalateAt !== null && hasCome(escalateAt, now, durationMs(escalate.after));
  const late = queue.unacknowledged.filter(isLate);
  if (late.length === 0) return queue;
  const waiting = late.flatMap(({ event }) =>
    escalate.to.map((channel): Waiting => ({ event, channel, act: "escalate", dueAt: now })),
  );
  return {
    ...queue,
    waiting: [...queue.waiting, ...waiting],
    unacknowledged: queue.unacknowledged.map((one) => (isLate(one) ? { ...one, escalateAt: null } : one)),
  };
}

/** What goes through a channel now: what is to be tried again, or else a new one. Undefined when nothing may or need be sent. */
function envelopeFor(channel: string, queue: Queue, { settings, now, busy }: Situation): Envelope | undefined {
  const { type } = settings.channels[channel] ?? {};
  if (type === undefined || busy.has(channel) || mustBeSilent(channel, queue, now, LIMITS[type].perMinute))
    return undefined;
  const envelopes = queue.envelopes.filter((one) => one.channel === channel);
  const again = envelopes.find(({ notBefore }) => hasCome(notBefore, now, LONGEST_WAIT_MS));
  const waiting = ready(channel, queue, { settings, now });
  const mayBegin = envelopes.length === 0 || (hasCritical(waiting) && envelopes.length < MAX_ENVELOPES);
  const fresh = mayBegin ? gather(channel, waiting, LIMITS[type].together) : undefined;
  return hasCritical(waiting) ? (fresh ?? again) : (again ?? fresh);
}

function mustBeSilent(channel: string, queue: Queue, now: number, perMinute: number): boolean {
  const { attemptedAt, silentUntil } = channelState(queue, channel);
  return !hasCome(silentUntil, now, LONGEST_WAIT_MS) || recent(attemptedAt, now).length >= perMinute;
}

/** Those of the last minute; what is ahead of the clock was written before it went back. */
function recent(attemptedAt: readonly number[], now: number): number[] {
  return attemptedAt.filter((at) => at > now - MINUTE_MS && at <= now);
}

/** All that waits for a channel and may be told, once any of it need not wait for others; else nothing. */
function ready(channel: string, queue: Queue, { settings, now }: Omit<Situation, "busy">): Waiting[] {
  const quiet = isQuiet(settings, now);
  const isHeld = ({ act, event }: Waiting) => quiet && act === "tell" && levelOf(event) === "info";
  const told = queue.waiting.filter((one) => one.channel === channel && !isHeld(one));
  return told.some(({ dueAt }) => hasCome(dueAt, now, durationMs(settings.aggregate))) ? told : [];
}

function hasCritical(waiting: readonly Waiting[]): boolean {
  return waiting.some(({ event }) => levelOf(event) === "critical");
}

/** The worst of what waits, oldest first, and all that goes with it. */
function gather(channel: string, waiting: readonly Waiting[], together: number): Envelope | undefined {
  const sorted = waiting.toSorted((a, b) => rankOf(a.event) - rankOf(b.event));
  const act = sorted[0]?.act;
  const [first, ...others] = sorted.filter((one) => one.act === act).slice(0, together);
  if (act === undefined || first === undefined) return undefined;
  const events: Events = [first.event, ...others.map(({ event }) => event)];
  return { id: envelopeId(channel, act, events), channel, act, events, attempts: 0, notBefore: 0 };
}

/** Made of what is in it: an agent that is killed before it has written that down makes the same again. */
function envelopeId(channel: string, act: Act, events: Events): string {
  const content = JSON.stringify([channel, act, events.map(({ id }) => id)]);
  return `msg_${createHash("sha256").update(content).digest("hex").slice(0, 32)}`;
}

/** The queue with the envelope in it, instead of what it was made of, and with its attempt counted. */
function begin(envelope: Envelope, queue: Queue, now: number): Queue {
  const { id, channel, act, events } = envelope;
  const ids = new Set(events.map((event) => event.id));
  const inside = (one: Waiting) => one.channel === channel && one.act === act && ids.has(one.event.id);
  const isNew = !queue.envelopes.some((one) => one.id === id);
  return withChannel(
    {
      ...queue,
      waiting: queue.waiting.filter((one) => !inside(one)),
      envelopes: isNew
        ? [...queue.envelopes, envelope]
        : queue.envelopes.map((one) => (one.id === id ? envelope : one)),
    },
    channel,
    { attemptedAt: [...recent(channelState(queue, channel).attemptedAt, now), now] },
  );
}
