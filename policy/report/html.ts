import { pageHead } from "./html/page-head.ts";
import { evidenceSection } from "./html/evidence-section.ts";
import { exceptionsSection } from "./html/exceptions-section.ts";
import { findingsSection } from "./html/findings-section.ts";
import { matrixSection } from "./html/matrix-section.ts";
import { planSection } from "./html/plan-section.ts";
import { resourcesSection } from "./html/resources-section.ts";
import { pageMargins, STYLES } from "./html/styles.ts";
import type { Markup } from "./markup.ts";
import { EMPTY, markup, prose } from "./markup.ts";
import type { PolicyReport, ReportedResource } from "./report.ts";
import { brokeOffSentence, commitInShort, extentSentence, verdictTitle } from "./verdict.ts";

/** One page for a reviewer to read and print: complete in itself, without a script, without a request. */
export function renderHtml(report: PolicyReport): string {
  const resources = judgedResources(report);
  const { project, stack, generatedAt, hashes } = report;
  const styles =
    STYLES +
    pageMargins({
      head: `${project}/${stack}: ${verdictTitle(report)}`,
      foot: `Judged at ${readableTime(generatedAt)}, plan ${hashes.plan.slice(0, 12)}`,
    });
  const page = markup`${pageHead(`${report.project}/${report.stack}: ${report.verdict} by policy`, styles)}<body>
<a class="skip" href="#findings">Skip to the findings</a>
${verdictHeader(report)}${contents()}<main>
${findingsSection(report, resources)}${planSection(report)}${exceptionsSection(report)}${matrixSection(report, resources)}${resourcesSection(report, resources)}${evidenceSection(report)}</main>
<footer><p>Made by Tidegate ${report.versions.tidegate}. This page is complete in itself.</p></footer>
</body>
</html>
`;
  return page.toString();
}

function verdictHeader(report: PolicyReport): Markup {
  const { project, stack, tier, host, source, generatedAt, verdict } = report;
  const refused = verdict === "refused";
  const brokeOff = brokeOffSentence(report);
  return markup`<header class="verdict ${refused ? "bad" : "good"}">
<p>Policy report</p>
<h1><span aria-hidden="true">${refused ? "✕" : "✓"}</span> ${verdictTitle(report)}</h1>
${
  brokeOff === undefined
    ? EMPTY
    : markup`<p><strong>${prose(brokeOff)}</strong></p>
`
}<p>${extentSentence(report)}</p>
<dl class="facts">
<div><dt>Project</dt><dd>${project}</dd></div>
<div><dt>Stack</dt><dd>${stack}</dd></div>
<div><dt>Tier</dt><dd>${tier}</dd></div>
<div><dt>Host</dt><dd>${host}</dd></div>
<div><dt>Commit</dt><dd>${commitInShort(source) ?? "not known"}</dd></div>
<div><dt>Asked for by</dt><dd>${source.actor ?? "not known"}</dd></div>
<div><dt>Judged at</dt><dd><time datetime="${generatedAt}">${readableTime(generatedAt)}</time></dd></div>
</dl>
</header>
`;
}

/** To the minute; the evidence has it to the millisecond. */
function readableTime(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}

function contents(): Markup {
  return markup`<nav aria-label="Contents"><ul>
<li><a href="#findings">Findings</a></li>
<li><a href="#plan">What will happen</a></li>
<li><a href="#exceptions">Exceptions</a></li>
<li><a href="#matrix">What was judged</a></li>
<li><a href="#resources">Resources</a></li>
<li><a href="#evidence">Evidence</a></li>
</ul></nav>
`;
}

function judgedResources({ judgements }: PolicyReport): ReportedResource[] {
  return [...new Map(judgements.map(({ resource }) => [resource.urn, resource])).values()];
}
