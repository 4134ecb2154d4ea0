import { z } from "zod";
import { CHANNEL_TYPES } from "../../model/notify-channel.ts";
import type { NotifySettings } from "../../model/notify.ts";
import { KINDS } from "./event.ts";
import { channelState, type Queue } from "./queue/queue.ts";

const time = z.int().describe("Unix time in milliseconds.");

const channelStatusSchema = z.strictObject({
  channel: z.string(),
  type: z.enum(CHANNEL_TYPES),
  waiting: z.int().describe("Events that it has not got yet."),
  lastSuccessAt: time.nullable().describe("Unix time in milliseconds; null when it never took a message."),
  lastFailure: z
    .strictObject({ at: time, problem: z.string() })
    .nullable()
    .describe("The last thing that went wrong, however long ago."),
  failures: z.int().describe("Failures since the last success: it works when there are none."),
  givenUp: z.int().describe("Messages that were given up, ever."),
});

/** How it stands with what is told to people. Names no secret, nor holds one. */
export const notifyStatusSchema = z.strictObject({
  channels: z.array(channelStatusSchema).describe("Sorted by name."),
  unacknowledged: z
    .array(z.strictObject({ id: z.string(), kind: z.enum(KINDS), at: time, escalateAt: time.nullable() }))
    .describe("What `tidegate ack` would be for, oldest first; `escalateAt` null where nobody else will be told."),
  dropped: z.int().describe("Events dropped because too many waited, ever."),
  problem: z.string().nullable().describe("Why the queue does not outlive the agent as it should; null when it does."),
});

/** How a channel took a test. */
export const channelTestSchema = z.strictObject({
  channel: z.string(),
  type: z.enum(CHANNEL_TYPES),
  problem: z.string().nullable().describe("What went wrong, in words; null where the message came through."),
});

/** How a channel does. */
export type ChannelStatus = z.infer<typeof channelStatusSchema>;
export type ChannelTest = z.infer<typeof channelTestSchema>;
export type NotifyStatus = z.infer<typeof notifyStatusSchema>;

/** What `tidegate notify status` tells. */
export function describeQueue(queue: Queue, { channels }: NotifySettings, problem: string | null): NotifyStatus {
  return {
    channels: Object.entries(channels)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([channel, { type }]) => {
        const { lastSuccessAt, lastFailure, failures, givenUp } = channelState(queue, channel);
        return { channel, type, waiting: waitingFor(channel, queue), lastSuccessAt, lastFailure, failures, givenUp };
      }),
    unacknowledged: queue.unacknowledged.map(({ event: { id, kind, at }, escalateAt }) => ({
      id,
      kind,
      at,
      escalateAt,
    })),
    dropped: queue.dropped,
    problem,
  };
}

function waitingFor(channel: string, { waiting, envelopes }: Queue): number {
  const inEnvelopes = envelopes.flatMap((one) => (one.channel === channel ? one.events : []));
  return waiting.filter((one) => one.channel === channel).length + inEnvelopes.length;
}
