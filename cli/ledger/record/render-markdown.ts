import { inlineMarkdown } from "../../../policy/report/markdown-text.ts";
import type { RecordDocument, RecordPart } from "./document.ts";

/** A page for a ticket or a wiki. */
export function renderMarkdown({ kind, title, end, warnings, sections }: RecordDocument): string {
  const blocks = [
    `# ${inlineMarkdown(`${kind}: ${title}`)}`,
    `**${inlineMarkdown(end.word)}**: ${inlineMarkdown(end.sentence)}`,
    ...warnings.map((warning) => `> **${inlineMarkdown(warning)}**`),
    ...sections.flatMap(({ title: head, parts }) => [`## ${inlineMarkdown(head)}`, ...parts.map(part)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function part(of: RecordPart): string {
  switch (of.kind) {
    case "prose":
    case "picture":
      return inlineMarkdown(of.text);
    case "facts":
      return of.facts.map(({ label, text }) => `- **${inlineMarkdown(label)}**: ${inlineMarkdown(text)}`).join("\n");
    case "table":
      return [row(of.columns), `|${" --- |".repeat(of.columns.length)}`, ...of.rows.map(row)].join("\n");
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(inlineMarkdown).join(" | ")} |`;
}
