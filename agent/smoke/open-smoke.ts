import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import { repeatable } from "../../model/repeatable-smoke.ts";
import { judgeSmoke } from "../guard/judge-smoke.ts";
import type { RuleJudge } from "../guard/rule-judge.ts";
import { Inquiries } from "../inquiries.ts";
import type { Link } from "../link.ts";
import { askSmoke, type SmokeReading } from "./ask-smoke.ts";

export interface SmokeWatchArgs {
  /** A way to the edge that nobody else takes: a request holds up what is asked after it. */
  link: Pick<Link, "session">;
  /** Unix time in ms. */
  now: () => number;
}

/**
 * What the smoke requests of a release that is watched say, sent again each while. The stable color is asked for its own only where those
 * of the active one go wrong.
 */
export function openSmoke({ link, now }: SmokeWatchArgs): RuleJudge {
  const inquiries = new Inquiries<SmokeReading>({
    now,
    broken: (error) => ({ kind: "unable", why: error instanceof Error ? error.message : String(error) }),
  });
  return ({ smoke: rule, warmUp }, { service, active, nowMs, sinceMs, sealed, route }) => {
    if (rule === undefined) return [];
    const warmMs = sinceMs + durationMs(warmUp);
    const roundsOf = (color: Color) => {
      const one = sealed[color];
      if (one === null) return [];
      const ask = async () => askSmoke(await link.session(service), { color, release: one.release, route });
      const known = inquiries.about(`${service} ${color} ${one.hash}`, { ask, everyMs: durationMs(rule.every) });
      return known.filter(({ atMs }) => atMs >= warmMs);
    };
    const rounds = roundsOf(active);
    const isRed = rounds.findLast(({ said }) => said.kind !== "unable")?.said.kind === "red";
    const other = otherColor(active);
    const hasOwn = repeatable(sealed[other]?.release.smoke ?? []).length > 0;
    const stable = isRed && hasOwn ? roundsOf(other) : null;
    return [judgeSmoke({ rule, service, active, rounds, stable, nowMs })];
  };
}
