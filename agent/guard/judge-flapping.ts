import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { FlappingRule } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { GuardLook } from "./look.ts";
import { BLIND_AFTER_MS } from "./replicas-seen.ts";
import { missing, type Finding } from "./verdict.ts";

/** A replica, and when it came up again, as Unix times in ms. */
interface Flapping {
  name: string;
  returns: readonly number[];
}

/** Whether a replica of the color has gone down and come up again as often as the rule says, by the proxy's own health checks. */
export function judgeFlapping(look: GuardLook, rule: FlappingRule): GuardVerdict {
  const { active, service, slots, replicas, sinceMs, nowMs } = look;
  const stable = otherColor(active);
  const fromMs = Math.max(nowMs - durationMs(rule.within), sinceMs);
  const found = flapping(look, active, fromMs, rule.times);
  const isRead = slots[active] !== undefined && slots[active].length > 0;
  return {
    ...{ rule: "flapping", against: "absolute", unit: "replicas" },
    ...find(),
    query: `replicas of ${service}.${active} that went down and came up again ${rule.times} times within ${rule.within}`,
    windowMs: Math.max(nowMs - fromMs, 0),
    samples: { active: isRead ? replicas : 0, stable: slots[stable] === undefined ? 0 : replicas },
    value: isRead ? found.length : null,
    limit: 1,
  };

  function find(): Finding {
    if (!isRead) return missing("The proxy could not be asked for its replicas.");
    const text =
      found.length === 0
        ? `No replica of ${active} has gone down and come up again ${rule.times} times within ${rule.within}.`
        : `${found.map(flappingText).join("; ")}.`;
    if (found.length > 0 && !isWell(look, stable, fromMs, rule)) {
      const both = `${text} ${stable} is no better, or not known to be: both are bad, and neither is to blame.`;
      return { outcome: "inconclusive", because: "both-bad", text: both };
    }
    if (found.length > 0) return { outcome: "fail", because: null, text };
    const watchedMs = look.replicasSeen?.sinceMs ?? nowMs;
    if (watchedMs > fromMs && watchedMs - sinceMs > BLIND_AFTER_MS) {
      return missing(`Nobody has watched the replicas of ${active} for the whole of the last ${rule.within}.`);
    }
    return { outcome: "pass", because: null, text };
  }
}

/** Whether a color is up, and none of its own replicas flaps. */
function isWell({ slots, ...look }: GuardLook, color: Color, fromMs: number, { times }: FlappingRule): boolean {
  const isUp = slots[color]?.some(({ isUp }) => isUp) === true;
  return isUp && flapping({ slots, ...look }, color, fromMs, times).length === 0;
}

function flapping({ replicasSeen, nowMs }: GuardLook, color: Color, fromMs: number, times: number): Flapping[] {
  return Object.entries(replicasSeen?.replicas ?? {})
    .filter(([name]) => name.startsWith(`${color}-`))
    .map(([name, { returns }]) => ({ name, returns: returns.filter((at) => at >= fromMs && at <= nowMs) }))
    .filter(({ returns }) => returns.length >= times);
}

/** `green-1 went down and came up again 3 times (07:31:02, 07:31:40, 07:32:10 UTC)` */
function flappingText({ name, returns }: Flapping): string {
  const times = returns.map((at) => new Date(at).toISOString().slice(11, 19)).join(", ");
  return `${name} went down and came up again ${returns.length} times (${times} UTC)`;
}
