import type { Outcome } from "../channels/channel.ts";
import { channelState, withChannel, type Envelope, type Queue } from "./queue.ts";

/** Attempts of one message, after which it is given up: one to two hours of them. */
export const MAX_ATTEMPTS = 20;
const FIRST_WAIT_MS = 5_000;
const MAX_BACKOFF_MS = 600_000;
/** However long a service asks for silence. */
export const LONGEST_WAIT_MS = 3_600_000;

/**
 * The queue after an attempt. One that has failed is made again after 5 s, then after twice as long each time up to 10 min, 20 times in all; each
 * time half of that is fixed and half by chance ("equal jitter", Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015), so
 * that many agents do not come back at one moment. `Retry-After` silences the whole channel, for an hour at most. `random` is from 0 to
 * below 1.
 */
export function settle(
  queue: Queue,
  { id, channel, attempts }: Pick<Envelope, "id" | "channel" | "attempts">,
  outcome: Outcome,
  { now, random }: { now: number; random: number },
): Queue {
  const state = channelState(queue, channel);
  const others = queue.envelopes.filter((one) => one.id !== id);
  if (outcome.ok) return withChannel({ ...queue, envelopes: others }, channel, { lastSuccessAt: now, failures: 0 });

  const isLast = attempts >= MAX_ATTEMPTS;
  const notBefore = now + backoffMs(attempts, random);
  const { problem, retryAfterMs = 0 } = outcome;
  return withChannel(
    {
      ...queue,
      envelopes: isLast ? others : queue.envelopes.map((one) => (one.id === id ? { ...one, notBefore } : one)),
    },
    channel,
    {
      lastFailure: { at: now, problem },
      failures: state.failures + 1,
      givenUp: state.givenUp + (isLast ? 1 : 0),
      silentUntil: now + Math.min(retryAfterMs, LONGEST_WAIT_MS),
    },
  );
}

/** Wait after the attempt of this number, from 1. */
function backoffMs(attempt: number, random: number): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), MAX_BACKOFF_MS);
  return Math.round(whole / 2 + (whole / 2) * random);
}
