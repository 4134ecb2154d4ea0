import { safeText } from "../../../model/shown-text.ts";
import type { Paint } from "../../display/paint.ts";
import { wrap } from "../../display/wrap.ts";
import type { Fact, RecordDocument, RecordPart } from "./document.ts";

const INDENT = "  ";

/** A page for a terminal, or a plain file: no line is wider than `width`. */
export function renderText(document: RecordDocument, paint: Paint, width = 80): string {
  const { kind, title, end, warnings, sections } = document;
  const lines = [
    ...fold(`${kind}: ${title}`, width, "", "").map((line) => paint("bold", line)),
    ...fold(`${end.word}: ${end.sentence}`, width, "", "").map((line) => paint(end.isGood ? "green" : "red", line)),
    ...warnings.flatMap((warning) => fold(warning, width, INDENT, "! ").map((line) => paint("yellow", line))),
    ...sections.flatMap(({ title: head, parts }) => [
      "",
      paint("bold", head),
      ...parts.flatMap((part) => partLines(part, width)),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function partLines(part: RecordPart, width: number): string[] {
  switch (part.kind) {
    case "prose":
    case "picture":
      return fold(part.text, width, INDENT, INDENT);
    case "facts":
      return factLines(part.facts, width, INDENT);
    case "table":
      return part.rows.flatMap(([head = "", ...cells]) => {
        const named = cells.map((text, index) => ({ label: part.columns[index + 1] ?? "", text }));
        const known = named.filter(({ text }) => text !== "");
        return [...fold(head, width, INDENT, INDENT), ...factLines(known, width, INDENT.repeat(2))];
      });
  }
}

/** `label  text`, with all texts below each other; a text with a word too long for that stands below its label. */
function factLines(facts: readonly Fact[], width: number, indent: string): string[] {
  const column = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
  return facts.flatMap(({ label, text }) => {
    const below = indent + " ".repeat(column);
    const lines = text.split("\n").map(safeText);
    const room = width - below.length;
    const isTooLong = lines.some((line) => line.split(/\s+/).some((word) => word.length > room));
    const inner = isTooLong ? `${indent}${INDENT}` : below;
    const folded = lines.flatMap((line) => fold(line, width, inner, inner));
    if (isTooLong) return [indent + label, ...folded];
    const [first = "", ...rest] = folded;
    return [`${indent}${label.padEnd(column)}${first.slice(below.length)}`.trimEnd(), ...rest];
  });
}

/** Wraps a text whose control characters are made visible, and breaks words that no line takes. */
function fold(text: string, width: number, indent: string, first: string): string[] {
  const room = width - Math.max(indent.length, first.length);
  const pieces = safeText(text)
    .split(/\s+/)
    .flatMap((word) => cut(word, room));
  return wrap(pieces.join(" "), width, indent, first);
}

function cut(word: string, room: number): string[] {
  return Array.from({ length: Math.max(1, Math.ceil(word.length / room)) }, (_, index) =>
    word.slice(index * room, (index + 1) * room),
  );
}
