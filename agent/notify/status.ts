import type { ChannelType } from "../../model/notify-channel.ts";
import type { NotifySettings } from "../../model/notify.ts";
import type { Kind } from "./event.ts";
import { channelState, type Queue } from "./queue/queue.ts";

/** How a channel does. */
export interface ChannelStatus {
  channel: string;
  type: ChannelType;
  /** Events that it has not got yet. */
  waiting: number;
  /** Unix time in milliseconds; null when it never took a message. */
  lastSuccessAt: number | null;
  /** The last thing that went wrong, however long ago. */
  lastFailure: { at: number; problem: string } | null;
  /** Failures since the last success: it works when there are none. */
  failures: number;
  /** Messages that were given up, ever. */
  givenUp: number;
}

export interface NotifyStatus {
  /** Sorted by name. */
  channels: ChannelStatus[];
  /** What `tidegate ack` would be for, oldest first; times in Unix milliseconds, `escalateAt` null where nobody else will be told. */
  unacknowledged: { id: string; kind: Kind; at: number; escalateAt: number | null }[];
  /** Events dropped because too many waited, ever. */
  dropped: number;
  /** Why the queue does not outlive the agent as it should; null when it does. */
  problem: string | null;
}

/** What `tidegate status` tells of notifications. Names no secret, nor holds one. */
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
