import { otherColor } from "../../model/color.ts";
import { renderDuration } from "../../model/duration.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { weigh } from "./evidence.ts";
import { sumOf } from "./history.ts";
import { lately } from "./lately.ts";
import type { Watched } from "./look.ts";
import { mostOfABlock } from "./measure.ts";
import { blindness, lacks } from "./missing-data.ts";
import type { Question } from "./questions.ts";
import { missing, verdictOf, type Figures, type Finding } from "./verdict.ts";
import { valueText } from "./words.ts";

/**
 * Whether the active color has more than the limit: it fails where it had for as long as the rule says, and where it is sure that this
 * is no chance, to a false alarm of `risk`. Where the stable color has more than the limit as well, neither is to blame.
 */
export function judgeAgainstLimit(watched: Watched, question: Question, limit: number, risk: number): GuardVerdict {
  const { measure, forMs } = question;
  const { service, active, blocks, history } = watched;
  const { fromMs, counts } = lately(blocks, service, active, question);
  const same = blocks.filter((block) => block.fromMs >= (fromMs ?? Infinity));
  const figures: Figures = { fromMs, limit, active: counts, stable: sumOf(same, service, otherColor(active)) };
  const query =
    `${measure.name} of ${service}.${active}: above ${valueText(limit, measure.unit)} for ${renderDuration(forMs)}, ` +
    `sure to 1 in ${Math.round(1 / risk)}`;
  return verdictOf(watched, question, query, figures, find());

  function find(): Finding {
    const blind = blindness(watched);
    if (blind !== undefined) return missing(blind);
    const value = measure.value(counts) ?? 0;
    const isAbove = value > limit;
    const lasted = (history.last?.atMs ?? 0) - (fromMs ?? Infinity);
    const seen = `${measure.name}: ${active} ${valueText(value, measure.unit)} of ${measure.answers(counts)} answers in ${renderDuration(lasted)}.`;
    const { strength } = weigh(measure.overLimit(watched, limit), watched.warmMs, mostOfABlock(watched, measure));
    if (isAbove && strength >= 1 / risk) {
      const other = stableValue(watched, question, figures);
      if (other !== undefined && other > limit) {
        const text = `${seen} ${otherColor(active)} has ${valueText(other, measure.unit)}: both are bad, and neither is to blame.`;
        return { outcome: "inconclusive", because: "both-bad", text };
      }
      if (lasted >= forMs) return { outcome: "fail", because: null, text: `${seen} That is surely too much.` };
    }
    const [lacking] = lacks(watched, question);
    if (lacking !== undefined) return missing(lacking.text);
    if (isAbove)
      return { outcome: "inconclusive", because: "unsure", text: `${seen} That may still be chance, or pass.` };
    return { outcome: "pass", because: null, text: seen };
  }
}

/** What the stable color has at the same time; where that is too little to tell, what it had before the other got traffic. */
function stableValue(watched: Watched, question: Question, { stable }: Figures): number | undefined {
  const { measure, minSamples } = question;
  if (measure.answers(stable) >= minSamples) return measure.value(stable);
  const { service, active, history, sinceMs } = watched;
  const earlier = history.blocks.filter(({ toMs }) => toMs <= sinceMs);
  const { counts } = lately(earlier, service, otherColor(active), question);
  return measure.answers(counts) >= minSamples ? measure.value(counts) : undefined;
}
