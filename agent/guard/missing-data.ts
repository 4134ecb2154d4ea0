import { otherColor, type Color } from "../../model/color.ts";
import { renderDuration, renderSeconds } from "../../model/duration.ts";
import { sumOf } from "./history.ts";
import type { Watched } from "./look.ts";
import type { Question } from "./questions.ts";

/** Why no rule can be judged at all; undefined where one can. */
export function blindness({ history, blocks, isFresh, nowMs, source: { name } }: Watched): string | undefined {
  if (history.last === null) return `Nothing was read from ${name} yet.`;
  if (!isFresh) return `${capitalized(name)} was last read ${renderSeconds(nowMs - history.last.atMs)} ago.`;
  if (blocks.length === 0) return "Nothing has been counted yet since the warm-up.";
  return undefined;
}

function capitalized(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

/** That a color has answered too little. */
export interface Lack {
  color: Color;
  /** Why, in a sentence. */
  text: string;
}

/** Of which colors there is too little for a rule to pass; none where there is enough. */
export function lacks(watched: Watched, question: Question): Lack[] {
  const { service, active, blocks, total } = watched;
  const { measure, minSamples, forMs, against } = question;
  const colors = [
    { color: active, all: total.active },
    ...(against === "other" ? [{ color: otherColor(active), all: total.stable }] : []),
  ];
  const endMs = blocks.at(-1)?.toMs ?? 0;
  const recent = blocks.filter(({ toMs }) => toMs > endMs - forMs);
  return colors.flatMap(({ color, all }) => {
    const answers = measure.answers(all);
    if (answers < minSamples) {
      return [{ color, text: `${color} has given ${answers} of the ${minSamples} answers that it takes.` }];
    }
    if (measure.answers(sumOf(recent, service, color)) > 0) return [];
    return [{ color, text: `${color} has answered nothing in the last ${renderDuration(forMs)}.` }];
  });
}
