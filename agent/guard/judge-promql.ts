import { otherColor, type Color } from "../../model/color.ts";
import { durationMs, renderSeconds } from "../../model/duration.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { PromqlRule } from "../../model/promql-rules.ts";
import type { Answer } from "../inquiries.ts";
import type { Reading } from "../prometheus/reading.ts";
import { lastRun, staleAfterMs } from "./last-run.ts";
import { missing, type Finding } from "./verdict.ts";
import { valueText } from "./words.ts";

/** What Prometheus has said to a rule's question. */
export interface Told {
  /** Name of the rule. */
  name: string;
  rule: PromqlRule;
  /** As it is put for the active color. */
  query: string;
  active: Color;
  /** Answers since the warm-up, the oldest first. Those for the stable color are empty where nobody asks for it. */
  answers: Readonly<Record<"active" | "stable", readonly Answer<Reading>[]>>;
  /** Time between two questions, in ms. */
  everyMs: number;
  /** Unix time in ms. */
  nowMs: number;
}

interface Value {
  atMs: number;
  value: number;
}

/**
 * Whether what a rule asks of Prometheus was beyond its limit for as long as it says, at each question that was answered with a number.
 * Where the same question for the stable color gives a bad number as well, neither is to blame.
 */
export function judgePromql(told: Told): GuardVerdict {
  const { name, rule, query, active, answers, everyMs, nowMs } = told;
  const isBad = (value: number) => (rule.above === undefined ? value < (rule.below ?? -Infinity) : value > rule.above);
  const [last, stable] = [newest(answers.active), newest(answers.stable)];
  const isLikeLast = ({ value }: Value) => last === undefined || isBad(value) || !isBad(last.value);
  const seen = last === undefined ? [] : lastRun(valuesOf(answers.active), isLikeLast, everyMs);
  const lastedMs = (last?.atMs ?? 0) - (seen[0]?.atMs ?? 0);
  const limit = rule.above ?? rule.below ?? null;
  const side = rule.above === undefined ? "below" : "above";
  return {
    ...{ rule: `promql.${name}`, against: "absolute", unit: "number", limit },
    ...find(),
    query: `PromQL, ${side} ${limit} for ${rule.for}: ${query}`,
    windowMs: lastedMs,
    samples: { active: seen.length, stable: valuesOf(answers.stable).length },
    value: last !== undefined && Number.isFinite(last.value) ? last.value : null,
  };

  function find(): Finding {
    if (last === undefined) return missing(whyNone(answers.active, nowMs));
    const text = `${name}: ${active} ${valueText(last.value, "number")}, limit ${limit}.`;
    if (!isBad(last.value)) return { outcome: "pass", because: null, text };
    if (stable !== undefined && isBad(stable.value)) {
      const other = `${otherColor(active)} has ${valueText(stable.value, "number")}`;
      return {
        outcome: "inconclusive",
        because: "both-bad",
        text: `${text} ${other}: both are bad, and neither is to blame.`,
      };
    }
    const lasted = `It was ${side} the limit for ${renderSeconds(lastedMs)}`;
    if (lastedMs < durationMs(rule.for)) {
      return { outcome: "inconclusive", because: "unsure", text: `${text} ${lasted}, which may pass.` };
    }
    return { outcome: "fail", because: null, text: `${text} ${lasted}.` };
  }

  /** The last number, unless it is too old to say anything of now. */
  function newest(given: readonly Answer<Reading>[]): Value | undefined {
    const value = valuesOf(given).at(-1);
    return value !== undefined && nowMs - value.atMs <= staleAfterMs(everyMs) ? value : undefined;
  }
}

function valuesOf(answers: readonly Answer<Reading>[]): Value[] {
  return answers.flatMap(({ atMs, said }) => (said.kind === "value" ? [{ atMs, value: said.value }] : []));
}

function whyNone(answers: readonly Answer<Reading>[], nowMs: number): string {
  const last = answers.at(-1);
  if (last === undefined) return "Prometheus has answered nothing since the warm-up.";
  const { atMs, said } = last;
  if (said.kind === "value") return `Prometheus gave the last number ${renderSeconds(nowMs - atMs)} ago.`;
  return `Prometheus gives no number: ${said.why.replace(/\.$/, "")}.`;
}
