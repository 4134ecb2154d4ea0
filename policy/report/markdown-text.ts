import { REPLACEMENT, UNSHOWABLE } from "./unshowable.ts";

/** Text in one line of Markdown, a table's cell included; what stands in backticks is code, nothing else is formatted. */
export function inlineMarkdown(text: string): string {
  const pieces = text
    .replace(/\p{Cc}+/gu, " ")
    .replace(UNSHOWABLE, REPLACEMENT)
    .split("`");
  const paired = pieces.length % 2 === 1;
  if (!paired) return escapeProse(pieces.join("`"));
  return pieces.map((piece, index) => (index % 2 === 0 ? escapeProse(piece) : code(piece))).join("");
}

/** A link where the text is the address of a page, else the text itself. */
export function linkMarkdown(text: string): string {
  return /^https?:\/\/[^\s<>|]+$/.test(text) ? `<${text}>` : inlineMarkdown(text);
}

/** Without it GitHub would tell `@name` of every comment. */
const WORD_JOINER = "\u2060";

function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

function escapeProse(text: string): string {
  return text
    .replace(/[\\`*_[\]|~#!]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", `@${WORD_JOINER}`);
}
