import { markup, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedResource } from "../report.ts";
import { countOutcomes } from "../verdict.ts";
import { OUTCOMES, outcomeColumn } from "./outcomes.ts";
import { count, name as nameCell, table } from "./table.ts";

/** Every resource once, with how many rules found what of it. */
export function resourcesSection({ judgements }: PolicyReport, resources: readonly ReportedResource[]): Markup {
  const byResource = Map.groupBy(judgements, ({ resource }) => resource.urn);
  const rows = resources.map(({ urn, type, name }) => {
    const counts = countOutcomes(byResource.get(urn) ?? []);
    return [nameCell(name), type, ...OUTCOMES.map((outcome) => count(counts[outcome]))];
  });
  return markup`<section aria-labelledby="resources">
<h2 id="resources">Resources (${resources.length})</h2>
${table("Number of rules by outcome", ["Resource", "Type", ...OUTCOMES.map(outcomeColumn)], rows)}</section>
`;
}
