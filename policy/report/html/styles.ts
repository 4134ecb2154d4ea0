/** One sheet for screen and paper. Nothing is told by color alone: every state has its symbol and its word. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #c9d1d9; --panel: #f6f8fa; --link: #0550ae;
  --bad: #a40e26; --warn: #7a4b00; --good: #116329;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --ink: #e8ebee; --soft: #a9b1ba; --line: #41484f; --panel: #1e2227; --link: #8cbcff;
    --bad: #ff9d94; --warn: #f2c25c; --good: #7fdca0;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
h1 { margin: .25rem 0 .5rem; font-size: 1.75rem; }
h2 { margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--line); font-size: 1.375rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.125rem; }
h4 { margin: 0; font-size: 1.0625rem; }
p, ul { margin: .5rem 0; }
ul { padding-left: 1.25rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .875em; }
code { padding: .05em .25em; border-radius: .25rem; background: var(--panel); }
pre { margin: .25rem 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .25rem; white-space: pre-wrap; }
pre code { padding: 0; background: none; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem; background: var(--paper); }
.verdict { padding: 1rem 1.25rem; border: 2px solid; border-left-width: .75rem; border-radius: .5rem; }
.verdict > * { color: var(--ink); }
.verdict h1 { color: inherit; }
.verdict p:first-child { margin: 0; color: var(--soft); font-weight: 600; }
.bad { color: var(--bad); }
.warn { color: var(--warn); }
.good { color: var(--good); }
.soft { color: var(--soft); }
.tag {
  display: inline-block; margin-left: .375rem; padding: 0 .5rem; border: 1px solid; border-radius: 1rem;
  font-size: .8125rem; font-weight: 600; white-space: nowrap;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .75rem 0; }
dt { color: var(--soft); font-weight: 600; }
dd { margin: 0; min-width: 0; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; }
.facts div { display: flex; gap: .5rem; }
.facts dt { white-space: nowrap; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
.finding { margin: .75rem 0; padding: .875rem 1rem; border: 1px solid var(--line); border-left: .375rem solid; border-radius: .375rem; }
.finding > * { color: var(--ink); }
.finding li { margin: .375rem 0; }
.examples { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--soft); font-size: .875rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { width: 100%; margin: .5rem 0 1.5rem; border-collapse: collapse; font-size: .875rem; }
caption { padding: .5rem 0; font-size: 1rem; font-weight: 600; text-align: left; }
th, td { padding: .375rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--panel); white-space: nowrap; }
tbody th { min-width: 10em; font-weight: 600; }
td:not(.count) { min-width: 6em; }
time { white-space: nowrap; }
[aria-labelledby="matrix"] table { table-layout: fixed; }
[aria-labelledby="matrix"] thead th:nth-child(1) { width: 17%; }
[aria-labelledby="matrix"] thead th:nth-child(3) { width: 14%; }
[aria-labelledby="matrix"] thead th:nth-child(4) { width: 28%; }
[aria-labelledby="matrix"] thead th:nth-child(5) { width: 18%; }
th small, td small { display: block; color: var(--soft); font-weight: 400; }
td.count { text-align: right; font-variant-numeric: tabular-nums; }
td ul { margin: 0; padding: 0; list-style: none; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); }
@media (max-width: 40rem) {
  body { padding: .75rem; }
  h1 { font-size: 1.375rem; }
  dl, .examples { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  table, caption, tbody, tr, th, td { display: block; width: auto; }
  thead { position: absolute; left: -100vw; }
  tr { margin: .5rem 0; border: 1px solid var(--line); border-radius: .25rem; }
  th, td { min-width: 0; border: 0; }
  tbody th { background: var(--panel); }
  td.count { text-align: left; }
  td.empty { display: none; }
  td::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, .skip { display: none; }
  a { color: inherit; }
  h2 { margin-top: 1.5rem; }
  table { font-size: 8pt; }
  .scroll { overflow: visible; }
  .verdict, .finding li, figure, tr { break-inside: avoid; }
  .finding { padding: .5rem .75rem; }
  .finding h4, .finding h4 + p, dt, caption, thead { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  thead { display: table-header-group; }
  footer { margin-top: 1rem; break-before: avoid; }
}
`;

/** What stands on every printed page: what the report is about, when it was made, and which page of how many this is. */
export function pageMargins({ head, foot }: { head: string; foot: string }): string {
  const look = "font: 8pt system-ui, sans-serif; color: #57606a;";
  return `@page {
  margin: 18mm 12mm 16mm;
  @top-left { content: ${cssString(head)}; ${look} }
  @bottom-left { content: ${cssString(foot)}; ${look} }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${look} }
}
`;
}

/** A text as CSS takes it in quotes; everything that could end it, or the style sheet, is written by its number. */
function cssString(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `);
  return `"${escaped}"`;
}
