import { safeText } from "../approvals/differences.ts";

/** As long as what a change may say; the results of all gates go into the cutover's environment and into the ledger. */
const MAX_LENGTH = 2000;

/**
 * What a gate has found, in one line: names in it come from reports and requests that others have written, and could paint over a
 * terminal, or be endless.
 */
export function shownText(text: string): string {
  const line = safeText(text.trim().replaceAll(/\s*\n\s*/g, " "));
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}…`;
}
