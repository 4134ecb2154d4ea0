import type { Event } from "./event.ts";
import type { ChannelState, Envelope } from "./queue/queue.ts";

/** Failures in a row after which other channels are told: about 20 s, and more where it hangs. */
const FAILURES_TOLD = 3;

/** What an attempt through a channel is news of: that it fails, once for a row of failures, or that it works again. */
export function channelEvent(
  { channel, events: [{ environment }] }: Envelope,
  { before, after, now }: { before: ChannelState; after: ChannelState; now: number },
): Event | undefined {
  const of = (kind: "channel-failed" | "channel-restored") => ({
    id: `${kind}-${channel}-${now}`,
    environment,
    at: now,
    channel,
  });
  if (after.failures === FAILURES_TOLD && before.failures < FAILURES_TOLD) {
    return { ...of("channel-failed"), kind: "channel-failed", problem: after.lastFailure?.problem ?? "" };
  }
  if (after.failures === 0 && before.failures >= FAILURES_TOLD) {
    return { ...of("channel-restored"), kind: "channel-restored" };
  }
  return undefined;
}
