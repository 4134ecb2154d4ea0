import fc from "fast-check";
import { expect, test } from "vitest";
import { quote } from "../../../../edge/haproxy/quote.ts";

test("keeps every printable text whole", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab '\"\\#$%{}&ü") }), (text) => {
      expect(unquote(quote(text))).toBe(text);
    }),
  );
});

test.each(["a\nb", "a\rb", "a\0b", "a\u007fb"])("refuses what no line can hold: %j", (text) => {
  expect(() => quote(text)).toThrow("no line of a config can hold");
});

/** As the proxy reads it: strong quotes keep everything, outside of them a backslash keeps the next character. */
function unquote(word: string): string {
  return word.replace(
    /'([^']*)'|\\(.)/g,
    (_, strong: string | undefined, kept: string | undefined) => strong ?? kept ?? "",
  );
}
