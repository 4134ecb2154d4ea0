/** As long as what a change may say; the results of all gates go into the cutover's environment and into the ledger. */
const MAX_LENGTH = 2000;

/**
 * A text of others in one line, cut after `maxLength` characters: names in it come from reports, requests and answers that others
 * have written, and could paint over a terminal, or be endless.
 */
export function shownText(text: string, maxLength = MAX_LENGTH): string {
  const line = safeText(text.trim().replaceAll(/\s*\n\s*/g, " "));
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`;
}

/** The same text with a number in the place of every character that is not to be seen. */
export function safeText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
