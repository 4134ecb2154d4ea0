/** What a page of figures has beside what all our pages have. */
export const OWN_STYLES = `
body { max-width: 62rem; }
h2 { margin: 1.75rem 0 .5rem; padding-top: .5rem; font-size: 1.25rem; }
.head { padding: .75rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
.head p { margin: .25rem 0; }
.warning { margin: .75rem 0; padding: .5rem 1rem; border: 2px solid var(--bad); border-radius: .375rem; font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .75rem; margin: .75rem 0; }
.tiles div { padding: .625rem .875rem; border: 1px solid var(--line); border-radius: .375rem; }
td:not(.count) { min-width: 0; }
.tiles dt { font-size: .875rem; }
.tiles dt::first-letter { text-transform: uppercase; }
.tiles dd { font-size: .875rem; }
.tiles .value { font-size: 1.5rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles .unknown { color: var(--soft); font-weight: 400; }
@media (max-width: 40rem) { .tiles { grid-template-columns: 1fr; } }
@media print {
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2 { margin-top: 1rem; }
  .tiles { grid-template-columns: repeat(3, 1fr); }
  .tiles div, .warning, .head { break-inside: avoid; }
}
`;
