import { OTHER_TYPE } from "../../rule.ts";
import { GROUP_TITLES, idleSentence, judgedGroups } from "../judged-groups.ts";
import { EMPTY, markup, type Markup } from "../markup.ts";
import { plural } from "../plural.ts";
import type { Outcome, PolicyReport, ReportedJudgement, ReportedResource, ReportedRule } from "../report.ts";
import { resourceNames, type NameResources } from "./name-resources.ts";
import { OUTCOMES, outcomeColumn, outcomeSymbol } from "./outcomes.ts";
import { empty, name, table, type Cell } from "./table.ts";

/** So many types with one reason why a rule does not apply to them are counted, no longer named. */
const MANY = 6;

/** Every rule against every resource: a row for each rule, and each resource it judged in exactly one of its cells. */
export function matrixSection(report: PolicyReport, resources: readonly ReportedResource[]): Markup {
  const names = resourceNames(resources);
  const groups = judgedGroups(report);
  const idle = idleSentence(groups);
  return markup`<section aria-labelledby="matrix">
<h2 id="matrix">What was judged</h2>
<p>A row for each rule: every resource stands in exactly one cell. Those of types that a rule does not judge are counted.${
    idle === undefined ? EMPTY : ` ${idle}: nothing of the types that they judge is here.`
  }</p>
${groups.map(({ group, rules, judgements, isIdle }) => {
  if (isIdle) return EMPTY;
  const byRule = Map.groupBy(judgements, ({ rule }) => rule);
  const rows = rules.map((rule) => ruleRow(rule, byRule.get(rule.id) ?? [], names));
  return table(
    `${GROUP_TITLES[group]}: ${plural(rules.length, "rule")}`,
    ["Rule", ...OUTCOMES.map(outcomeColumn)],
    rows,
  );
})}</section>
`;
}

function ruleRow(rule: ReportedRule, judgements: readonly ReportedJudgement[], names: NameResources): Cell[] {
  const { title, id, severity, level } = rule;
  const head = name(markup`${title}<small>${id}</small><small>${severity}, ${level}</small>`);
  return [head, ...OUTCOMES.map((outcome) => outcomeCell(outcome, judgements, names))];
}

function outcomeCell(outcome: Outcome, all: readonly ReportedJudgement[], names: NameResources): Cell {
  const judgements = all.filter((judgement) => judgement.outcome === outcome);
  if (judgements.length === 0) return empty(markup`<span class="soft">none</span>`);
  const byReason = Map.groupBy(judgements, ({ reason }) => reason ?? "");
  const lists = [...byReason].map(([reason, some]) => {
    if (reason === OTHER_TYPE) return markup`<small>${some.length} of other types</small>`;
    const texts = names(some.map(({ resource }) => resource));
    if (texts.length > MANY && outcome === "not-applicable") {
      return markup`<small>${reason}: ${plural(some.length, "resource")} of ${texts.length} types</small>`;
    }
    return markup`${reason === "" ? EMPTY : markup`<small>${reason}:</small>`}<ul>${texts.map((text) => markup`<li>${text}</li>`)}</ul>`;
  });
  return markup`${outcomeSymbol(outcome)} <strong>${judgements.length}</strong>${lists}`;
}
