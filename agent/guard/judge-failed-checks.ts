import type { Slot } from "../../edge/session.ts";
import { otherColor } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { FailedChecksRule } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { GuardLook } from "./look.ts";
import { missing, type Finding } from "./verdict.ts";

/** Whether as many replicas as the rule says are down since the color got traffic, by the proxy's own health checks. */
export function judgeFailedChecks(look: GuardLook, rule: FailedChecksRule): GuardVerdict {
  const { active, service, slots, replicas } = look;
  const own = slots[active];
  const down = own === undefined ? [] : downReplicas(own, look, durationMs(rule.for));
  return {
    ...{ rule: "failedChecks", against: "absolute", unit: "replicas" },
    ...find(),
    query: `replicas of ${service}.${active} that failed three health checks in a row: ${rule.replicas} of them for ${rule.for}`,
    windowMs: Math.max(look.nowMs - look.sinceMs, 0),
    samples: {
      active: own === undefined ? 0 : replicas,
      stable: slots[otherColor(active)] === undefined ? 0 : replicas,
    },
    value: own === undefined ? null : down.length,
    limit: rule.replicas,
  };

  function find(): Finding {
    if (own === undefined || own.length === 0) return missing("The proxy could not be asked for its replicas.");
    const seen = `${down.length} of ${replicas} replicas of ${active} are down${saidOf(down[0])}.`;
    if (down.length < rule.replicas) return { outcome: "pass", because: null, text: seen };
    const stable = slots[otherColor(active)];
    if (stable === undefined || !stable.some(({ isUp }) => isUp)) {
      const text = `${seen} None of ${otherColor(active)} is known to be up: both are bad, and neither is to blame.`;
      return { outcome: "inconclusive", because: "both-bad", text };
    }
    return { outcome: "fail", because: null, text: seen };
  }
}

/**
 * Slots of replicas that the proxy has taken out since the color got traffic. One that is failing but not out yet has come into its
 * state before that; one without an address is a replica that is gone.
 */
function downReplicas(slots: readonly Slot[], { replicas, sinceMs, nowMs }: GuardLook, forMs: number): Slot[] {
  return slots.filter(
    ({ index, isUp, since }) => index < replicas && !isUp && since >= sinceMs && nowMs - since >= forMs,
  );
}

function saidOf(slot: Slot | undefined): string {
  return slot === undefined ? "" : ` (${[slot.words, slot.code].filter(Boolean).join(" ")})`;
}
