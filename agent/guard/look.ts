import type { Counts } from "../../edge/counts.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { Guard } from "../../model/guard.ts";
import { countsIn, sumOf, type Block, type History } from "./history.ts";
import type { ReplicasSeen, Slots } from "./replicas-seen.ts";

/** What is judged goes back no further than this. */
const REACH_MS = 60 * 60_000;

/** Where the figures of a look come from. */
export interface Source {
  name: string;
  /** A last reading that is older than this, in ms, says nothing of now. */
  freshMs: number;
  /** How many bursts of trouble one block has room for, each of which counts no further than a rule lets it. */
  burstsInABlock: number;
}

const EDGE: Source = { name: "the edge", freshMs: 30_000, burstsInABlock: 1 };

/** What is known at one moment of a service whose new color gets traffic. */
export interface GuardLook {
  service: string;
  /** The new color, which is judged. The other one is the stable one. */
  active: Color;
  /** Of 10,000 clients, those that go to `active`. */
  share: number;
  /** Clock of the host, Unix time in ms. */
  nowMs: number;
  /** When `active` got its first traffic, by the same clock. */
  sinceMs: number;
  history: History;
  /** The edge when left out. */
  source?: Source;
  /** Replicas that each color is declared to have. */
  replicas: number;
  /** Places of both colors in the proxy; a color that could not be read is left out. */
  slots: Slots;
  /** What was seen of their replicas until now; undefined where nobody has looked yet. */
  replicasSeen: ReplicasSeen | undefined;
}

/** What both colors have answered. */
export interface Both {
  active: Counts;
  stable: Counts;
}

/** A look, and what of its history counts. */
export interface Watched extends GuardLook {
  source: Source;
  /** When the warm-up is over. */
  warmMs: number;
  /** Blocks that count: those after the warm-up, the oldest first. */
  blocks: readonly Block[];
  /** What was answered in all of them. */
  total: Both;
  /** Whether the last reading is of now. */
  isFresh: boolean;
}

/** Finds in the history of a look what the rules may judge. */
export function watch(look: GuardLook, guard: Guard): Watched {
  const warmMs = look.sinceMs + durationMs(guard.warmUp);
  const countedMs = Math.max(warmMs, look.nowMs - REACH_MS);
  const { last } = look.history;
  const { source = EDGE } = look;
  const blocks = look.history.blocks.filter(({ fromMs }) => fromMs >= countedMs);
  return {
    ...look,
    source,
    warmMs,
    blocks,
    total: bothOf(look, blocks),
    isFresh: last !== null && Math.abs(look.nowMs - last.atMs) <= source.freshMs,
  };
}

/** What both colors have answered in one block. */
export function bothIn({ service, active }: GuardLook, block: Block): Both {
  return { active: countsIn(block, service, active), stable: countsIn(block, service, otherColor(active)) };
}

/** What both colors have answered in all of some blocks. */
export function bothOf({ service, active }: GuardLook, blocks: readonly Block[]): Both {
  return { active: sumOf(blocks, service, active), stable: sumOf(blocks, service, otherColor(active)) };
}
