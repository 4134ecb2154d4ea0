import { otherColor } from "../../model/color.ts";
import { renderDuration, renderSeconds } from "../../model/duration.ts";
import { sumOf } from "./history.ts";
import type { Watched } from "./look.ts";
import type { Question } from "./questions.ts";

/** Why no rule can be judged at all; undefined where one can. */
export function blindness({ history, blocks, isFresh, nowMs }: Watched): string | undefined {
  if (history.last === null) return "Nothing was read from the edge yet.";
  if (!isFresh) return `The edge was last read ${renderSeconds(nowMs - history.last.atMs)} ago.`;
  if (blocks.length === 0) return "Nothing has been counted yet since the warm-up.";
  return undefined;
}

/** Why there is too little for a rule to pass; undefined where there is enough. */
export function lack(watched: Watched, question: Question): string | undefined {
  const { service, active, blocks, total } = watched;
  const { measure, minSamples, forMs, against } = question;
  const colors = [
    { color: active, all: total.active },
    ...(against === "other" ? [{ color: otherColor(active), all: total.stable }] : []),
  ];
  const endMs = blocks.at(-1)?.toMs ?? 0;
  const recent = blocks.filter(({ toMs }) => toMs > endMs - forMs);
  for (const { color, all } of colors) {
    const answers = measure.answers(all);
    if (answers < minSamples) return `${color} has given ${answers} of the ${minSamples} answers that it takes.`;
    if (measure.answers(sumOf(recent, service, color)) === 0) {
      return `${color} has answered nothing in the last ${renderDuration(forMs)}.`;
    }
  }
  return undefined;
}
