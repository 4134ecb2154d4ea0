import type { Canary } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import type { Color } from "../../model/color.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { beginCanary } from "../../plan/canary-steps.ts";
import type { Occasion } from "./switch-facts.ts";

/** A release that is about to get traffic. */
interface Comer {
  /** Undefined where all of it comes at once. */
  canary: Canary | undefined;
  record: EdgeRecord | null;
  /** Who serves now, and who is to. */
  from: Color | null;
  color: Color;
  /** Hash of the sealed release. */
  hash: string;
  purpose: Occasion["purpose"];
  replicas: number;
  /** Unix time in ms. */
  now: number;
}

/**
 * How a release gets its traffic step by step; null where it gets all of it at once: who has served before has proved itself, unless its own
 * canary did not come to its end.
 */
export function canaryFor({ canary, record, from, color, hash, purpose, replicas, now }: Comer): CanaryState | null {
  if (canary === undefined || from === null || from === color) return null;
  const isUnproved = purpose === "return" && record?.unproved === hash;
  if (purpose !== "release" && !isUnproved) return null;
  return beginCanary(canary, { from, replicas, now });
}
