import type { ExceptedViolation } from "./exceptions.ts";
import { exceptionSchema } from "./settings.ts";

/** What the pack says of a violation that an exception lets pass: readable, and read again by the reports. */
export function renderExcepted({ rule, violation, exception }: ExceptedViolation): string {
  return `${rule} is excepted: ${violation} ${MARK}${JSON.stringify(exception)}`;
}

/** The other way; undefined for any other message. */
export function parseExcepted(message: string): ExceptedViolation | undefined {
  const at = message.lastIndexOf(MARK);
  const head = /^([a-z0-9-]+) is excepted: /.exec(message);
  if (at < 0 || head === null) return undefined;
  try {
    const exception = exceptionSchema.parse(JSON.parse(message.slice(at + MARK.length)));
    return { rule: head[1] ?? "", violation: message.slice(head[0].length, at - 1), exception };
  } catch {
    return undefined; // a resource's own text may look like it
  }
}

const MARK = "Exception: ";
