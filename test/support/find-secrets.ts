import type { CorpusEntry } from "./secret-corpus.ts";

export interface FoundSecret {
  kind: string;
  encoding: string;
}

const HTML: readonly Readonly<Record<string, string>>[] = [
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&apos;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#x22;", "'": "&#x27;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;" },
];

/** Which entries' values a text holds, raw or encoded. Never tells a value. */
export function findSecrets(text: string, entries: readonly CorpusEntry[]): FoundSecret[] {
  return entries.flatMap(({ kind, value }) => {
    const found = [...encodings(value)].find(([encoded]) => text.includes(encoded));
    return found === undefined ? [] : [{ kind, encoding: found[1] }];
  });
}

/** Every way in which a value may stand in a text, with its name; of equal ones the first. */
export function encodings(value: string): Map<string, string> {
  const json = JSON.stringify(value).slice(1, -1);
  const all: [string, string][] = [
    [value, "raw"],
    [json, "JSON"],
    [JSON.stringify(json).slice(1, -1), "JSON in JSON"],
    ...HTML.flatMap((entities): [string, string][] => [
      [escapeHtml(value, entities), "HTML"],
      [escapeHtml(json, entities), "JSON in HTML"],
    ]),
    [encodeURIComponent(value), "percent"],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const base64 = base64Within(value, offset);
      return [
        [base64, "base64"],
        [base64.replaceAll("+", "-").replaceAll("/", "_"), "base64url"],
      ];
    }),
  ];
  return new Map(all.toReversed());
}

function escapeHtml(text: string, entities: Readonly<Record<string, string>>): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The characters that base64 of any text has which holds the value that many bytes after a multiple of three. */
function base64Within(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
