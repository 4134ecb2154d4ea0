import { z } from "zod";
import type { Slot } from "../../edge/session.ts";
import type { Color } from "../../model/color.ts";

/** A longer pause between two looks, in ms, is one in which a replica may have gone down and come up again unseen. */
export const BLIND_AFTER_MS = 30_000;

/** How far a time that is told in whole seconds may be off, in ms. */
const ROUNDED_MS = 2_000;

/** So many returns of a replica are kept: as many as a rule can ask for. */
const MOST_RETURNS = 20;

export const replicasSeenSchema = z.strictObject({
  /** Hash of the release that is looked at: with another one all begins anew. */
  release: z.string(),
  /** Unix time in ms, by the host's clock, of the last look. */
  atMs: z.int(),
  /** When such looks began, for the first time or after a pause in which nobody knows what happened. */
  sinceMs: z.int(),
  /** Those that were seen up, by color and place, such as `green-0`. */
  replicas: z.record(
    z.string(),
    z.strictObject({
      isOut: z.boolean(),
      /** For how long it had been up, in ms, when it was last seen so. */
      upMs: z.int(),
      /** Unix times in ms at which it was up again after it had been down, the oldest first. */
      returns: z.array(z.int()),
    }),
  ),
});

/** What was seen of the replicas of a service, look after look. */
export type ReplicasSeen = z.infer<typeof replicasSeenSchema>;

export type Slots = Readonly<Partial<Record<Color, readonly Slot[]>>>;

/** Takes in one more look. What is known of a color that could not be read stays. */
export function seeReplicas(
  known: ReplicasSeen | undefined,
  { release, slots, nowMs }: { release: string; slots: Slots; nowMs: number },
): ReplicasSeen {
  const before = known?.release === release ? known : undefined;
  const replicas = { ...before?.replicas };
  for (const [color, own] of Object.entries(slots)) {
    for (const slot of own) {
      const name = `${color}-${slot.index}`;
      const after = afterLook(replicas[name], slot, nowMs);
      if (after !== undefined) replicas[name] = after;
    }
  }
  const isBlind = before === undefined || Math.abs(nowMs - before.atMs) > BLIND_AFTER_MS;
  return { release, atMs: nowMs, sinceMs: isBlind ? nowMs : before.sinceMs, replicas };
}

/** The same by service, by a host's clock that was set ahead by so many ms: all stays as long ago as it was. */
export function moveReplicas(
  seen: Readonly<Record<string, ReplicasSeen>>,
  byMs: number,
): Readonly<Record<string, ReplicasSeen>> {
  const moved = Object.entries(seen).map(([service, { release, atMs, sinceMs, replicas }]) => {
    const later = Object.entries(replicas).map(([name, replica]) => {
      return [name, { ...replica, returns: replica.returns.map((at) => at + byMs) }] as const;
    });
    const all = { release, atMs: atMs + byMs, sinceMs: sinceMs + byMs, replicas: Object.fromEntries(later) };
    return [service, all] as const;
  });
  return Object.fromEntries(moved);
}

/**
 * The slots of replicas that were seen up. A proxy that has just been started knows of all that they went down in that moment, and apps
 * that start with their host take their time: neither says anything of a release.
 */
export function knownSlots(slots: Slots, { replicas }: ReplicasSeen): Slots {
  const own = Object.entries(slots).map(([color, slots]) => {
    return [color, slots.filter(({ index }) => Object.hasOwn(replicas, `${color}-${index}`))];
  });
  return Object.fromEntries(own) as Slots; // the colors that were there
}

/**
 * Checks that fail before a replica is taken out, or pass before it is put back, change nothing yet. One that has been up for less time
 * than at the look before was down in between, however short that was; a clock that is set changes nothing of that.
 */
function afterLook(
  before: ReplicasSeen["replicas"][string] | undefined,
  { isUp, isOut, since }: Slot,
  nowMs: number,
): ReplicasSeen["replicas"][string] | undefined {
  if (isOut) return before === undefined ? undefined : { ...before, isOut };
  if (!isUp) return before;
  const upMs = nowMs - since;
  if (before === undefined) return { isOut: false, upMs, returns: [] };
  const isBack = before.isOut || upMs < before.upMs - ROUNDED_MS;
  const returns = isBack ? [...before.returns, nowMs].slice(-MOST_RETURNS) : before.returns;
  return { isOut: false, upMs, returns };
}
