import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { SecretLintRuleContext, SecretLintSourceCode } from "@secretlint/types";

const PREFIX = "@secretlint/secretlint-rule-";
const LEFT_OUT = new Set([
  "filter-comments", // excuses secrets by a comment in the text; exceptions are written elsewhere, with a reason
  "basicauth", // our own format takes every kind of address, and knows more placeholders
  "database-connection-string", // the same
]);
/** Every format the library knows has at least this many characters in one word, or is an address. */
const PLAUSIBLE = /[\w./+=:@-]{16}/;

/**
 * Its rules without its core, which is asynchronous and does nothing for a text that lies in memory. Each rule is made
 * once: the report that its context hands on is all that is wanted of it.
 */
const scanners = rules
  .filter(({ meta }) => !LEFT_OUT.has(meta.id.replace(PREFIX, "")))
  .map((rule) => {
    let found = false;
    const handler = rule.create(
      contextFor(() => (found = true)),
      {},
    );
    return {
      kind: rule.meta.id.replace(PREFIX, "").replaceAll("-", " "),
      scan: (source: SecretLintSourceCode): boolean => {
        found = false;
        if (handler.file?.(source) instanceof Promise) throw new Error(`${rule.meta.id} does not answer at once`);
        return found;
      },
    };
  });

/** What kind of secret a text holds, by the formats the library knows; undefined when it holds none. */
export function libraryFormat(text: string): string | undefined {
  if (!PLAUSIBLE.test(text)) return undefined;
  const source = sourceOf(text);
  return scanners.find(({ scan }) => scan(source))?.kind;
}

function contextFor(report: () => void): SecretLintRuleContext {
  return {
    sharedOptions: {},
    createTranslator: () => (messageId) => ({ message: "", messageId: String(messageId), data: undefined }), // never the value
    report,
    ignore: () => undefined,
  };
}

function sourceOf(content: string): SecretLintSourceCode {
  // The rules read nothing else of a source; its other members turn places into lines and columns.
  return {
    content,
    filePath: undefined,
    ext: "",
    contentType: "text",
  } as Partial<SecretLintSourceCode> as SecretLintSourceCode;
}
