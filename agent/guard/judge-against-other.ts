import { otherColor } from "../../model/color.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { SUSPICION, weigh } from "./evidence.ts";
import type { Block } from "./history.ts";
import { bothOf, type Both, type Watched } from "./look.ts";
import { mostOfABlock } from "./measure.ts";
import { blindness, lacks } from "./missing-data.ts";
import type { Question } from "./questions.ts";
import { missing, verdictOf, type Figures, type Finding } from "./verdict.ts";
import { valueText } from "./words.ts";

/**
 * Whether the active color is worse than the stable one: it fails where that is sure, to a false alarm of `risk`, and where what it
 * has is above both `factor` times and `margin` more than what the stable one has. Figures of a failure are from where on it shows.
 */
export function judgeAgainstOther(watched: Watched, question: Question, risk: number): GuardVerdict {
  const { measure, factor } = question;
  const { strength, fromMs } = weigh(
    measure.overOther(watched, factor),
    watched.warmMs,
    mostOfABlock(watched, measure),
  );
  const shown = strength < SUSPICION ? [] : watched.blocks.filter((block) => block.fromMs >= (fromMs ?? Infinity));
  const since = figuresOf(question, shown, bothOf(watched, shown));
  const figures = isWorse(question, since) ? since : figuresOf(question, watched.blocks, watched.total);
  return verdictOf(watched, question, queryText(watched, question, risk), figures, find());

  function find(): Finding {
    const blind = blindness(watched);
    if (blind !== undefined) return missing(blind);
    const worse = isWorse(question, figures);
    const seen = seenText(watched, question, figures);
    if (worse && strength >= 1 / risk) return { outcome: "fail", because: null, text: `${seen} That is surely worse.` };
    const [lacking] = lacks(watched, question);
    if (lacking !== undefined) return missing(lacking.text);
    if (worse) return { outcome: "inconclusive", because: "unsure", text: `${seen} That may still be chance.` };
    return { outcome: "pass", because: null, text: seen };
  }
}

function figuresOf({ measure, factor, margin }: Question, blocks: readonly Block[], { active, stable }: Both): Figures {
  const other = measure.value(stable);
  const limit = other === undefined ? undefined : Math.max(other * factor, other + margin);
  return { fromMs: blocks[0]?.fromMs, active, stable, limit };
}

function isWorse({ measure }: Question, { active, limit }: Figures): boolean {
  const value = measure.value(active);
  return value !== undefined && limit !== undefined && value > limit;
}

function seenText({ active: color }: Watched, { measure }: Question, { active, stable }: Figures): string {
  const [value, other] = [active, stable].map((counts) => {
    const value = measure.value(counts);
    return value === undefined ? "unknown" : `${valueText(value, measure.unit)} of ${measure.answers(counts)} answers`;
  });
  return `${measure.name}: ${color} ${value}, ${otherColor(color)} ${other}.`;
}

function queryText({ active, service }: Watched, question: Question, risk: number): string {
  const { measure, factor, margin } = question;
  const more = valueText(margin, measure.unit).replace("%", " percentage points");
  return (
    `${measure.name} of ${service}.${active}: above ${factor} times and ${more} more than ${otherColor(active)} at the same time, ` +
    `sure to 1 in ${Math.round(1 / risk)}`
  );
}
