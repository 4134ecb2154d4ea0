import { findingsOf, SEVERITIES, type Finding } from "../findings.ts";
import { EMPTY, markup, prose, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedResource, ReportedRule, SourceLocation } from "../report.ts";
import { link } from "./link.ts";
import { resourceNames, type NameResources } from "./name-resources.ts";
import { outcomeLabel } from "./outcomes.ts";

/** What is violated, by severity: each rule once, with all that violates it and what to do. */
export function findingsSection(report: PolicyReport, resources: readonly ReportedResource[]): Markup {
  const findings = findingsOf(report, "violated");
  const names = resourceNames(resources);
  const nothing = markup`<p>${outcomeLabel("passed")}: nothing violates a rule.</p>\n`;
  return markup`<section aria-labelledby="findings">
<h2 id="findings">Findings (${findings.length})</h2>
${findings.length === 0 ? nothing : SEVERITIES.map((severity) => ofSeverity(severity, findings, names))}</section>
`;
}

function ofSeverity(severity: (typeof SEVERITIES)[number], all: readonly Finding[], names: NameResources): Markup {
  const findings = all.filter(({ rule }) => rule.severity === severity);
  if (findings.length === 0) return EMPTY;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const title = severity.charAt(0).toUpperCase() + severity.slice(1);
  return markup`<h3>${title} severity (${findings.length})</h3>
${rules.map((rule) =>
  article(
    rule,
    findings.filter((finding) => finding.rule === rule),
    names,
  ),
)}`;
}

function article(rule: ReportedRule, findings: readonly Finding[], names: NameResources): Markup {
  const { id, title, level, framework, remediation, rationale, example, url } = rule;
  const look = level === "mandatory" ? "bad" : "warn";
  const word = level === "mandatory" ? "✕ Blocks" : "△ Warns";
  return markup`<article class="finding ${look}">
<h4>${title} <span class="tag ${look}">${word}</span></h4>
<p class="soft">Rule <code>${id}</code></p>
<ul>
${items(findings, names)}</ul>
<dl>
<dt>What to do</dt><dd>${prose(remediation)}</dd>
<dt>Why</dt><dd>${prose(rationale)}</dd>
<dt>Asked by</dt><dd>${framework.name} ${framework.version}, ${framework.reference}: ${prose(framework.specification)}</dd>
<dt>Explained in</dt><dd>${link(url)}</dd>
</dl>
<div class="examples">
<figure><figcaption>✕ Refused</figcaption><pre><code>${example.refused}</code></pre></figure>
<figure><figcaption>✓ Accepted</figcaption><pre><code>${example.accepted}</code></pre></figure>
</div>
</article>
`;
}

/** What is said of several resources in the same words, and comes from the same key, is said once. */
function items(findings: readonly Finding[], names: NameResources): Markup[] {
  const alike = Map.groupBy(findings, ({ violation }) =>
    JSON.stringify([violation.message, violation.location?.file, violation.location?.key]),
  );
  return [...alike.values()].map((some) => {
    const { message, location } = some[0]?.violation ?? { message: "" };
    const resources = names(some.map(({ resource }) => resource)).join("; ");
    return markup`<li><strong>${resources}</strong><br>${prose(message)}${place(location)}</li>\n`;
  });
}

function place(location: SourceLocation | undefined): Markup {
  if (location === undefined) return EMPTY;
  const { file, line, key } = location;
  return markup`<br><span class="soft">${file}, line ${line}: <code>${key}</code></span>`;
}
