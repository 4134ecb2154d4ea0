import { z } from "zod";
import { eventSchema, eventsSchema } from "../event.ts";

/** Why a channel gets an event: by its route, because nobody has acknowledged it, or to end the incident that it is about. */
const actSchema = z.enum(["tell", "escalate", "resolve"]);

/** An event that a channel has not got yet, and that is in no envelope. */
const waitingSchema = z.strictObject({
  event: eventSchema,
  channel: z.string(),
  act: actSchema,
  /** Unix time in milliseconds until which it waits for others. */
  dueAt: z.int(),
});

/** Events that go to a channel as one message. It stays as it is through all attempts, so that a receiver can tell them from another. */
const envelopeSchema = z.strictObject({
  id: z.string(),
  channel: z.string(),
  act: actSchema,
  events: eventsSchema,
  /** Attempts that have begun. */
  attempts: z.int(),
  /** Unix time in milliseconds of the next attempt, at the earliest. */
  notBefore: z.int(),
});

const channelSchema = z.strictObject({
  /** When the attempts of the last minute began, Unix time in milliseconds. */
  attemptedAt: z.array(z.int()),
  /** Until when the service wants silence; 0 when it never said. */
  silentUntil: z.int(),
  lastSuccessAt: z.int().nullable(),
  lastFailure: z.strictObject({ at: z.int(), problem: z.string() }).nullable(),
  /** Failures since the last success. */
  failures: z.int(),
  /** Messages that were given up after their last attempt, ever. */
  givenUp: z.int(),
});

/** Everything that is to be sent, and what must be known of what was: plain data, written after each change. */
export const queueSchema = z.strictObject({
  format: z.literal(1),
  /** Oldest first. */
  waiting: z.array(waitingSchema),
  /** Oldest first. */
  envelopes: z.array(envelopeSchema),
  /** Critical events that nobody looks after, oldest first. Others are told at `escalateAt`, Unix time in milliseconds; null: nobody, or they were. */
  unacknowledged: z.array(z.strictObject({ event: eventSchema, escalateAt: z.int().nullable() })),
  /** Ids of the newest events that were taken in, oldest first. */
  seen: z.array(z.string()),
  channels: z.record(z.string(), channelSchema),
  /** Events dropped because too many waited, one for each channel that did not get one. */
  dropped: z.int(),
});

export type Queue = z.infer<typeof queueSchema>;
export type Waiting = z.infer<typeof waitingSchema>;
export type Envelope = z.infer<typeof envelopeSchema>;
export type ChannelState = z.infer<typeof channelSchema>;
export type Act = z.infer<typeof actSchema>;

export const EMPTY_QUEUE: Queue = {
  format: 1,
  waiting: [],
  envelopes: [],
  unacknowledged: [],
  seen: [],
  channels: {},
  dropped: 0,
};

const NEW_CHANNEL: ChannelState = {
  attemptedAt: [],
  silentUntil: 0,
  lastSuccessAt: null,
  lastFailure: null,
  failures: 0,
  givenUp: 0,
};

export function channelState(queue: Queue, channel: string): ChannelState {
  return queue.channels[channel] ?? NEW_CHANNEL;
}

export function withChannel(queue: Queue, channel: string, change: Partial<ChannelState>): Queue {
  return { ...queue, channels: { ...queue.channels, [channel]: { ...channelState(queue, channel), ...change } } };
}

/** The same without channels that there are no more. */
export function withoutOthers(queue: Queue, channels: ReadonlySet<string>): Queue {
  return {
    ...queue,
    waiting: queue.waiting.filter(({ channel }) => channels.has(channel)),
    envelopes: queue.envelopes.filter(({ channel }) => channels.has(channel)),
    channels: Object.fromEntries(Object.entries(queue.channels).filter(([channel]) => channels.has(channel))),
  };
}
