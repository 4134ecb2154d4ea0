import { markup, type Markup } from "../markup.ts";

/** A link where the text is the address of a page, else the text itself. */
export function link(text: string): Markup {
  if (!/^https?:\/\/\S+$/.test(text)) return markup`${text}`;
  return markup`<a href="${text}" rel="noreferrer">${text}</a>`;
}
