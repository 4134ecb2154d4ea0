import type { Message, Section } from "./message.ts";

/** How a channel writes the parts of a message; each escapes what it is given. */
export interface Markup {
  note: (text: string) => string;
  heading: (text: string) => string;
  line: (label: string, text: string) => string;
  command: (text: string) => string;
}

/**
 * The whole text of a message in a channel's markup, of at most `maxBytes` in UTF-8. What does not fit loses its last sections but
 * for their headings, then those, and says so.
 */
export function fitText({ note, sections, shortened }: Message, markup: Markup, maxBytes: number): string {
  const intro = note === undefined ? [] : [markup.note(note)];
  for (let whole = sections.length; whole >= 0; whole -= 1) {
    const cut = whole < sections.length ? [markup.note(shortened)] : [];
    const text = [
      ...intro,
      ...sections.map((section, index) => writeSection(section, markup, index < whole)),
      ...cut,
    ].join("\n\n");
    if (Buffer.byteLength(text) <= maxBytes) return text;
  }
  return [...intro, markup.note(shortened)].join("\n\n");
}

function writeSection({ heading, lines, commands }: Section, markup: Markup, isWhole: boolean): string {
  if (!isWhole) return markup.heading(heading);
  return [
    markup.heading(heading),
    ...lines.map(({ label, text }) => markup.line(label, text)),
    ...commands.map(markup.command),
  ].join("\n");
}

/** Without any markup. */
export const PLAIN: Markup = {
  note: (text) => text,
  heading: (text) => text,
  line: (label, text) => `${label}: ${text}`,
  command: (text) => `  ${text}`,
};

/** Markdown as DingTalk and WeCom read it: two spaces end a line, a quote is a block. What could be markup, or call people, is escaped. */
export const MARKDOWN: Markup = {
  note: (text) => `**${escapeMarkdown(text)}**`,
  heading: (text) => `### ${escapeMarkdown(text)}`,
  line: (label, text) => `**${escapeMarkdown(label)}:** ${escapeMarkdown(text)}  `,
  command: (text) => `> ${escapeMarkdown(text)}  `,
};

/** A full-width `＜` cannot open a tag such as WeCom's `<@all>`, for which there is no escape; the rest take a backslash. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]#]/g, "\\$&").replaceAll("<", "＜");
}
