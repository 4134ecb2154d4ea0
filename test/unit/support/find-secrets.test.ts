import { describe, expect, it } from "vitest";
import { findSecrets } from "../../support/find-secrets.ts";
import type { CorpusEntry } from "../../support/secret-corpus.ts";

const entry: CorpusEntry = { kind: "planted", text: "", value: "pa<ss>&\"word'\n/+é-1", secret: true };
const { value } = entry;
const escape = (entities: readonly string[], text = value) =>
  ["&", "<", ">", '"', "'"].reduce(
    (escaped, plain, index) => escaped.replaceAll(plain, entities[index] ?? plain),
    text,
  );
const base64 = (before: string, encoding: "base64" | "base64url" = "base64") =>
  Buffer.from(`${before}${value}, and more`).toString(encoding);

describe("findSecrets", () => {
  it.each([
    ["raw", value],
    ["JSON", JSON.stringify({ key: value })],
    ["JSON in JSON", JSON.stringify({ text: JSON.stringify({ key: value }) })],
    ["HTML", escape(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"])],
    ["HTML", escape(["&amp;", "&lt;", "&gt;", "&#34;", "&apos;"])],
    ["HTML", escape(["&amp;", "&lt;", "&gt;", "&#x22;", "&#x27;"])],
    ["HTML", escape(["&amp;", "&lt;", "&gt;"])],
    ["JSON in HTML", escape(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"], JSON.stringify(value))],
    ["percent", `https://example.com/?q=${encodeURIComponent(value)}`],
    ["base64", Buffer.from(value).toString("base64")],
    ["base64", base64("a")],
    ["base64", base64("ab")],
    ["base64", base64("abc")],
    ["base64url", base64("abc", "base64url")],
  ])("finds a planted secret as %s, and does not tell it", (encoding, encoded) => {
    expect(findSecrets(`before ${encoded} after`, [entry])).toEqual([{ kind: "planted", encoding }]);
  });

  it("finds nothing where there is a part of it only", () => {
    expect(findSecrets(`before ${value.slice(0, -1)} after`, [entry])).toEqual([]);
  });

  it("finds every entry that is there", () => {
    const other = { ...entry, kind: "other", value: "correct-horse" };
    const third = { ...entry, kind: "third", value: "battery-staple" };
    const found = findSecrets(`correct-horse ${value}`, [entry, other, third]);
    expect(found.map(({ kind }) => kind)).toEqual(["planted", "other"]);
  });
});
