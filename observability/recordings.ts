import { METRICS } from "../agent/metrics/metrics.ts";
import type { Recording } from "./rule.ts";

/** A series for each color of each service, of all hosts together. */
const COLOR = "project, stack, service, color";
const WINDOW = "5m";

const ANSWERS = "color:tidegate_answers:rate5m";
const BUCKETS = "color:tidegate_answer_duration_seconds_bucket:rate5m";

/** What alerts and dashboards ask for, each computed once; each takes those before it. */
export const RECORDINGS = {
  /** Requests per second. */
  requests: {
    record: "color:tidegate_requests:rate5m",
    expr: `sum by (${COLOR}) (rate(${METRICS.requests.name}[${WINDOW}]))`,
  },
  /** Answers per second. */
  answers: { record: ANSWERS, expr: `sum by (${COLOR}) (rate(${METRICS.answers.name}[${WINDOW}]))` },
  /** Share of the answers that are 5xx; nothing is known where there are none. */
  errors: {
    record: "color:tidegate_errors:ratio_rate5m",
    expr: `sum by (${COLOR}) (rate(${METRICS.answers.name}{class="5xx"}[${WINDOW}])) / ${ANSWERS}`,
  },
  buckets: { record: BUCKETS, expr: `sum by (${COLOR}, le) (rate(${METRICS.answerDuration.name}_bucket[${WINDOW}]))` },
  /** Seconds within which that share of the answers came. */
  p50: quantile("50"),
  p95: quantile("95"),
  p99: quantile("99"),
} as const satisfies Readonly<Record<string, Recording>>;

function quantile(percent: string): Recording {
  return {
    record: `color:tidegate_answer_duration_seconds:p${percent}_rate5m`,
    expr: `histogram_quantile(0.${percent}, ${BUCKETS})`,
  };
}
