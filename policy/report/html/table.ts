import { markup, type Content, type Markup } from "../markup.ts";

/** A table that scrolls by itself where the page is too narrow, also by keyboard. The rows are `<tr>`s. */
export function table(caption: string, head: readonly Content[], rows: readonly Markup[]): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
`;
}
