import { markup, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedResource } from "../report.ts";
import { countOutcomes } from "../verdict.ts";
import { OUTCOMES, outcomeLabel } from "./outcomes.ts";
import { table } from "./table.ts";

/** Every resource once, with how many rules found what of it. */
export function resourcesSection({ judgements }: PolicyReport, resources: readonly ReportedResource[]): Markup {
  const byResource = Map.groupBy(judgements, ({ resource }) => resource.urn);
  const rows = resources.map(({ urn, type, name }) => {
    const counts = countOutcomes(byResource.get(urn) ?? []);
    const cells = OUTCOMES.map((outcome) => markup`<td class="count">${counts[outcome]}</td>`);
    return markup`<tr><th scope="row">${name}</th><td>${type}</td>${cells}</tr>\n`;
  });
  return markup`<section aria-labelledby="resources">
<h2 id="resources">Resources (${resources.length})</h2>
${table("Number of rules by outcome", ["Resource", "Type", ...OUTCOMES.map(outcomeLabel)], rows)}</section>
`;
}
