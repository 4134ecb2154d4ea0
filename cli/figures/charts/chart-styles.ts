/** What a page with charts has for them, beside what all our pages have. */
export const CHART_STYLES = `
.chart { margin: 1rem 0; }
.chart figcaption { color: var(--ink); font-size: 1rem; }
.chart svg { display: block; width: 100%; min-width: 40rem; height: auto; font-size: 12px; }
.chart text { fill: var(--soft); }
.axis { stroke: var(--soft); }
.grid { stroke: var(--line); stroke-width: .75; }
.limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 4; }
.moment { stroke: var(--ink); stroke-width: 1.5; }
.moment-ground { stroke: var(--paper); stroke-width: 4; }
.bar { stroke-width: 1.25; }
.stays { fill: var(--good); stroke: var(--good); }
.failed { fill: url(#hatch); stroke: var(--bad); }
.hatch-ground { fill: var(--paper); }
.hatch-line { stroke: var(--bad); stroke-width: 5; }
.stopped { fill: var(--paper); stroke: var(--soft); stroke-dasharray: 3 2; }
.open { fill: var(--line); stroke: var(--soft); }
.refused { fill: var(--soft); }
.dot { fill: var(--link); fill-opacity: .75; stroke: var(--paper); }
@media print {
  .chart { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .chart svg { min-width: 0; }
}
`;
