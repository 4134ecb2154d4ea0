import type { ExceptedViolation } from "./exceptions.ts";
import { exceptionSchema, type PolicyException } from "./settings.ts";

/** What the pack says of a violation that an exception lets pass: readable, and read again by the reports. */
export function renderExcepted({ rule, violation, exception }: ExceptedViolation): string {
  return `${rule} is excepted: ${violation} ${MARK}${JSON.stringify(exception)}`;
}

/** The other way, also with the description that Pulumi puts before it; undefined for any other message. */
export function parseExcepted(message: string): ExceptedViolation | undefined {
  const head = /^([a-z0-9-]+) is excepted: /m.exec(message);
  if (head === null) return undefined;
  const from = head.index + head[0].length;
  // Both the violation and the exception may hold the mark as text; only what follows the right one is JSON to its end.
  for (let at = message.indexOf(MARK, from); at >= 0; at = message.indexOf(MARK, at + 1)) {
    const exception = parseException(message.slice(at + MARK.length));
    if (exception !== undefined) return { rule: head[1] ?? "", violation: message.slice(from, at - 1), exception };
  }
  return undefined;
}

function parseException(text: string): PolicyException | undefined {
  try {
    return exceptionSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const MARK = "Exception: ";
