import { pageHead } from "../../../policy/report/html/page-head.ts";
import { pageMargins, STYLES } from "../../../policy/report/html/styles.ts";
import type { Markup } from "../../../policy/report/markup.ts";
import { markup, prose } from "../../../policy/report/markup.ts";
import { CHART_STYLES } from "../../figures/charts/chart-styles.ts";
import { packageVersion } from "../../package-version.ts";
import type { RecordDocument, RecordPart, RecordSection } from "./document.ts";

/** What a record has beside what all our pages have. */
const OWN_STYLES = `
body { max-width: 60rem; }
h2 { margin: 1.25rem 0 .25rem; padding-top: .5rem; font-size: 1.125rem; }
dl { gap: .125rem 1rem; margin: .5rem 0; }
dd { white-space: pre-line; }
table { margin-bottom: .75rem; }
tbody th { white-space: nowrap; min-width: 0; }
.verdict { padding: .5rem 1.25rem; }
.warning { margin: .75rem 0; padding: .5rem 1rem; border: 2px solid var(--bad); border-radius: .375rem; font-weight: 600; }
@media (max-width: 40rem) { tbody th { white-space: normal; } }
@media print {
  h2 { margin-top: .75rem; }
  .warning, section > dl { break-inside: avoid; }
}
`;

/** One page to print and to keep: complete in itself, without a script, without a request. */
export function renderHtml(document: RecordDocument): string {
  const { kind, title, end, warnings, source, sections } = document;
  const styles =
    STYLES +
    OWN_STYLES +
    CHART_STYLES +
    pageMargins({ head: `${kind}: ${title}`, foot: `Tidegate ${packageVersion()}` });
  const page = markup`${pageHead(`${kind}: ${title}`, styles)}<body>
<header class="verdict ${end.isGood ? "good" : "bad"}">
<p>${kind}</p>
<h1><span aria-hidden="true">${end.isGood ? "✓" : "✕"}</span> ${title}: ${end.word}</h1>
<p>${prose(end.sentence)}</p>
</header>
${warnings.map((warning) => markup`<p class="warning"><span aria-hidden="true">!</span> ${warning}</p>\n`)}<main>
${sections.map(section)}</main>
<footer><p>Made by Tidegate ${packageVersion()} from ${source}. This page is complete in itself.</p></footer>
</body>
</html>
`;
  return page.toString();
}

function section({ title, parts }: RecordSection): Markup {
  return markup`<section><h2>${title}</h2>
${parts.map(part)}</section>
`;
}

function part(of: RecordPart): Markup {
  switch (of.kind) {
    case "prose":
      return markup`<p>${of.text}</p>\n`;
    case "picture":
      return of.picture;
    case "facts":
      return markup`<dl>${of.facts.map(({ label, text }) => markup`<dt>${label}</dt><dd>${text}</dd>\n`)}</dl>\n`;
    case "table":
      return table(of.columns, of.rows);
  }
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  const body = rows.map(([head = "", ...cells]) => {
    const filled = cells.map(
      (cell, index) =>
        markup`<td class="${cell === "" ? "empty" : "filled"}" data-label="${columns[index + 1] ?? ""}">${cell}</td>`,
    );
    return markup`<tr><th scope="row">${head}</th>${filled}</tr>\n`;
  });
  return markup`<div class="scroll"><table><thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>
`;
}
