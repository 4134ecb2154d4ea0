import { CLIENTS } from "../../model/canary.ts";
import { durationMs } from "../../model/duration.ts";
import type { ErrorsRule, Guard, LatencyRule } from "../../model/guard.ts";
import { percentRatio } from "../../model/percent.ts";
import { latencyMeasure } from "./latency.ts";
import { ERRORS, type Measure } from "./measure.ts";

/** What a rule asks of answers, in numbers. */
export interface Question {
  rule: "errors" | "p95" | "p99";
  measure: Measure;
  against: "other" | "absolute";
  /** In the unit of the measure; undefined where there is no limit. */
  above: number | undefined;
  forMs: number;
  factor: number;
  /** In the unit of the measure. */
  margin: number;
  minSamples: number;
}

/** What is asked while a color has a share of the clients: with all of them there is nothing to compare it with. */
export function isAskedAt(share: number, { against }: Question): boolean {
  return against === "absolute" || share < CLIENTS;
}

/** What the declared rules ask of answers. A rule that is judged against both asks twice. */
export function questionsOf(guard: Guard): Question[] {
  const { errors, p95, p99 } = guard;
  return [
    ...(errors === null ? [] : ask("errors", ERRORS, errors, percentRatio)),
    ...(p95 == null ? [] : ask("p95", latencyMeasure(0.95), p95, durationMs)),
    ...(p99 == null ? [] : ask("p99", latencyMeasure(0.99), p99, durationMs)),
  ];
}

function ask(
  rule: Question["rule"],
  measure: Measure,
  declared: ErrorsRule | LatencyRule,
  numberOf: (text: string) => number,
): Question[] {
  const { above, factor, minSamples } = declared;
  const common = {
    ...{ rule, measure, factor, minSamples, margin: numberOf(declared.margin), forMs: durationMs(declared.for) },
    above: above === undefined ? undefined : numberOf(above),
  };
  const other = declared.against !== "absolute";
  const absolute = declared.against !== "other" && above !== undefined;
  return [
    ...(other ? [{ ...common, against: "other" as const }] : []),
    ...(absolute ? [{ ...common, against: "absolute" as const }] : []),
  ];
}
