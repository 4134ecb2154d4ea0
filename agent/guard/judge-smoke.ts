import { otherColor, type Color } from "../../model/color.ts";
import { durationMs, renderSeconds } from "../../model/duration.ts";
import type { SmokeRule } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { Answer } from "../inquiries.ts";
import type { SmokeReading } from "../smoke/ask-smoke.ts";
import { lastRun, staleAfterMs } from "./last-run.ts";
import { missing, type Finding } from "./verdict.ts";

/** What came of a release's smoke requests since it is watched. */
export interface SmokeRounds {
  rule: SmokeRule;
  service: string;
  active: Color;
  /** Since the warm-up, the oldest first. */
  rounds: readonly Answer<SmokeReading>[];
  /** The same of the stable color's own requests; null where it has none, and empty while nobody knows yet. */
  stable: readonly Answer<SmokeReading>[] | null;
  /** Unix time in ms. */
  nowMs: number;
}

/**
 * Whether the smoke requests of the active color went wrong in as many rounds in a row as the rule says. Where those of the stable color go
 * wrong as well, neither is to blame.
 */
export function judgeSmoke({ rule, service, active, rounds, stable, nowMs }: SmokeRounds): GuardVerdict {
  const everyMs = durationMs(rule.every);
  const isRed = ({ said }: Answer<SmokeReading>) => said.kind === "red";
  const answered = rounds.filter(({ said }) => said.kind !== "unable");
  const last = fresh(answered);
  const reds = last === undefined ? [] : lastRun(answered, isRed, everyMs);
  return {
    ...{ rule: "smoke", against: "absolute", unit: "number" },
    ...find(),
    query: `smoke requests of ${service}.${active} each ${rule.every}, ${rule.failures} rounds in a row`,
    windowMs: last === undefined ? 0 : last.atMs - (reds[0]?.atMs ?? last.atMs),
    samples: { active: answered.length, stable: stable?.length ?? 0 },
    value: last === undefined ? null : reds.length,
    limit: rule.failures,
  };

  function find(): Finding {
    if (last === undefined) return missing(whyNone(rounds, nowMs));
    if (last.said.kind !== "red") {
      return { outcome: "pass", because: null, text: `The smoke requests of ${active} are answered as they must be.` };
    }
    const text = `Smoke requests of ${active} went wrong, ${reds.length} rounds in a row: ${last.said.text}.`;
    if (reds.length < rule.failures) return unsure(`${text} That may pass.`);
    const other = stable === null ? undefined : fresh(stable);
    if (stable !== null && other === undefined) {
      return unsure(`${text} Whether those of ${otherColor(active)} do so, too, is being asked.`);
    }
    if (other?.said.kind === "red") {
      const both = `${text} So do those of ${otherColor(active)}: both are bad, and neither is to blame.`;
      return { outcome: "inconclusive", because: "both-bad", text: both };
    }
    return { outcome: "fail", because: null, text };
  }

  /** The last answer, unless it is too old to say anything of now. */
  function fresh(answers: readonly Answer<SmokeReading>[]): Answer<SmokeReading> | undefined {
    const newest = answers.at(-1);
    return newest !== undefined && nowMs - newest.atMs <= staleAfterMs(everyMs) ? newest : undefined;
  }
}

function unsure(text: string): Finding {
  return { outcome: "inconclusive", because: "unsure", text };
}

function whyNone(rounds: readonly Answer<SmokeReading>[], nowMs: number): string {
  const last = rounds.at(-1);
  if (last === undefined) return "No smoke request was sent yet since the warm-up.";
  if (last.said.kind === "unable") return `Smoke requests cannot be sent: ${last.said.why.replace(/\.$/, "")}.`;
  return `Smoke requests were last answered ${renderSeconds(nowMs - last.atMs)} ago.`;
}
