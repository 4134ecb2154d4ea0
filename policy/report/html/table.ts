import { EMPTY, markup, Markup, type Content } from "../markup.ts";

/** A column by its heading; `label` is the heading in plain text, where that is markup. */
export type Column = string | { heading: Markup; label: string };

export type Cell = Content | { content: Content; as: "name" | "count" | "empty" };

/** The cell that says what its row is about. */
export function name(content: Content): Cell {
  return { content, as: "name" };
}

export function count(content: number): Cell {
  return { content, as: "count" };
}

/** A cell with nothing to tell, which a narrow page leaves out. */
export function empty(content: Content): Cell {
  return { content, as: "empty" };
}

/**
 * A table that scrolls by itself where the page is too narrow, also by keyboard. On a phone each row is a block, and each
 * cell a line with its column's label.
 */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const headings = columns.map((column) => (typeof column === "string" ? column : column.heading));
  const labels = columns.map((column) => (typeof column === "string" ? column : column.label));
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => markup`<tr>${cells.map((cell, index) => renderCell(cell, labels[index] ?? ""))}</tr>\n`)}</tbody>
</table>
</div>
`;
}

function renderCell(cell: Cell, label: string): Markup {
  const { content, as } = isPlain(cell) ? { content: cell, as: "value" } : cell;
  if (as === "name") return markup`<th scope="row">${content}</th>`;
  const look = as === "value" ? EMPTY : markup` class="${as}"`;
  return markup`<td${look} data-label="${label}">${content}</td>`;
}

function isPlain(cell: Cell): cell is Content {
  return typeof cell !== "object" || cell instanceof Markup || !("as" in cell);
}
