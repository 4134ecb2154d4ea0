import type { Counts } from "../../edge/counts.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { Watched } from "./look.ts";
import type { Question } from "./questions.ts";

/** What was found for a question. */
export interface Finding {
  outcome: GuardVerdict["outcome"];
  because: GuardVerdict["because"];
  text: string;
}

/** What a finding is about: answers since a time, and the limit that was computed from them or declared. */
export interface Figures {
  fromMs: number | undefined;
  active: Counts;
  stable: Counts;
  limit: number | undefined;
}

export function missing(text: string): Finding {
  return { outcome: "inconclusive", because: "missing", text };
}

export function verdictOf(
  { history }: Watched,
  { rule, measure, against }: Question,
  query: string,
  { fromMs, active, stable, limit }: Figures,
  finding: Finding,
): GuardVerdict {
  return {
    ...{ rule, against, query, ...finding },
    windowMs: fromMs === undefined || history.last === null ? 0 : history.last.atMs - fromMs,
    samples: { active: measure.answers(active), stable: measure.answers(stable) },
    value: measure.value(active) ?? null,
    limit: limit ?? null,
    unit: measure.unit,
  };
}
