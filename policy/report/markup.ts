import { REPLACEMENT, UNSHOWABLE } from "./unshowable.ts";

/** What may stand in a {@link markup} template: texts are escaped, markup stays as it is. */
export type Content = string | number | Markup | readonly Content[];

/** Text that is HTML or XML already. {@link markup} makes it of all that is not our own constant text. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Fills a template of HTML or XML; lists are joined without anything between. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const filled = values.map((value, index) => render(value) + (parts[index + 1] ?? ""));
  return new Markup((parts[0] ?? "") + filled.join(""));
}

/** The nothing between tags. */
export const EMPTY = new Markup("");

/** A sentence in which what stands in backticks is code. */
export function prose(text: string): Markup {
  const pieces = text.split("`");
  if (pieces.length % 2 === 0) return markup`${text}`; // a backtick without its partner is an ordinary character
  return markup`${pieces.map((piece, index) => (index % 2 === 0 ? markup`${piece}` : markup`<code>${piece}</code>`))}`;
}

function render(value: Content): string {
  if (value instanceof Markup) return value.toString();
  if (typeof value === "object") return value.map(render).join("");
  return escapeMarkup(String(value));
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\t": "&#9;",
  "\n": "&#10;",
};

/** Text for an element or a quoted attribute, in HTML and in XML; attributes keep its line breaks. */
function escapeMarkup(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])\p{Cc}/gu, REPLACEMENT) // XML cannot hold most of them
    .replace(UNSHOWABLE, REPLACEMENT)
    .replace(/[&<>"'\t\n]/g, (character) => REFERENCES[character] ?? character);
}
