import type { Markup } from "../../../policy/report/markup.ts";

/** Forms of a change record. */
export const RECORD_FORMATS = ["text", "markdown", "html", "json"] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/**
 * What a page about a release or a drill holds, whichever form it is printed in. All of it but pictures is text: each form
 * escapes it.
 */
export interface RecordDocument {
  /** What page it is, such as `Change record`. */
  kind: string;
  /** What it is about: service, version, environment. */
  title: string;
  /** How it ended, in a word and in a sentence. */
  end: { word: string; sentence: string; isGood: boolean };
  /** What a reader must not overlook: an emergency, a broken chain. */
  warnings: readonly string[];
  /** What it was made from: the page says so at its end. */
  source: string;
  sections: readonly RecordSection[];
}

export interface RecordSection {
  title: string;
  parts: readonly RecordPart[];
}

export type RecordPart =
  | { kind: "facts"; facts: readonly Fact[] }
  | { kind: "prose"; text: string }
  /** `text` tells what it shows where there are no pictures. */
  | { kind: "picture"; picture: Markup; text: string }
  /** The first column says what a row is about. */
  | { kind: "table"; columns: readonly string[]; rows: readonly (readonly string[])[] };

export interface Fact {
  label: string;
  text: string;
}

/** The facts that there are: a null is left out. */
export function facts(rows: readonly (readonly [label: string, text: string | null])[]): RecordPart {
  return { kind: "facts", facts: rows.flatMap(([label, text]) => (text === null ? [] : [{ label, text }])) };
}

export function prose(text: string): RecordPart {
  return { kind: "prose", text };
}
