import { otherColor, type Color } from "../../model/color.ts";
import { durationMs, renderSeconds } from "../../model/duration.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { PromqlRule } from "../../model/promql-rules.ts";
import type { Answer } from "../prometheus/inquiries.ts";
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
  answers: Readonly<Record<"active" | "stable", readonly Answer[]>>;
  /** Time between two questions, in ms. */
  everyMs: number;
  /** Unix time in ms. */
  nowMs: number;
}

interface Value {
  atMs: number;
  value: number;
}

/** So many questions in a row may stay without a number before what was known is too old. */
const MISSES = 3;

/**
 * Whether what a rule asks of Prometheus was beyond its limit for as long as it says, at each question that was answered with a number.
 * Where the same question for the stable color gives a bad number as well, neither is to blame.
 */
export function judgePromql(told: Told): GuardVerdict {
  const { name, rule, query, active, answers, everyMs, nowMs } = told;
  const isBad = (value: number) => (rule.above === undefined ? value < (rule.below ?? -Infinity) : value > rule.above);
  const [last, stable] = [newest(answers.active), newest(answers.stable)];
  const seen = last === undefined ? [] : latest(valuesOf(answers.active), isBad(last.value) ? isBad : () => true);
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
  function newest(given: readonly Answer[]): Value | undefined {
    const value = valuesOf(given).at(-1);
    return value !== undefined && nowMs - value.atMs <= MISSES * everyMs ? value : undefined;
  }

  /** The last values of which each is as it must be, and none came long after the one before it. */
  function latest(values: readonly Value[], isSame: (value: number) => boolean): Value[] {
    const start = values.findLastIndex(
      ({ atMs, value }, index) => !isSame(value) || (values[index + 1]?.atMs ?? atMs) - atMs > MISSES * everyMs,
    );
    return values.slice(start + 1);
  }
}

function valuesOf(answers: readonly Answer[]): Value[] {
  return answers.flatMap(({ atMs, reading }) => (reading.kind === "value" ? [{ atMs, value: reading.value }] : []));
}

function whyNone(answers: readonly Answer[], nowMs: number): string {
  const last = answers.at(-1);
  if (last === undefined) return "Prometheus has answered nothing since the warm-up.";
  const { atMs, reading } = last;
  if (reading.kind === "value") return `Prometheus gave the last number ${renderSeconds(nowMs - atMs)} ago.`;
  return `Prometheus gives no number: ${reading.why.replace(/\.$/, "")}.`;
}
