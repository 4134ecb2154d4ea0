import { describe, expect, it } from "vitest";
import { conceal } from "../../../../../engine/embedded/values/conceal.ts";
import { keepSecrets, restoreSecrets, toPlain } from "../../../../../engine/embedded/values/plain.ts";
import { Redactor } from "../../../../../engine/embedded/values/redact.ts";
import { hasSecret, Secret } from "../../../../../engine/embedded/values/value.ts";

describe("a secret value", () => {
  it("never prints itself", () => {
    const secret = new Secret({ inner: new Secret("x") });
    expect(`${String(secret)} ${JSON.stringify({ secret })}`).toBe('[secret] {"secret":"[secret]"}');
    expect(hasSecret(secret.value)).toBe(false);
    expect(toPlain({ secret })).toEqual({ secret: { inner: "x" } });
  });

  it("comes back secret from a provider, by the input of its name or by its own name", () => {
    const inputs = { password: new Secret("x"), tags: { a: new Secret(1), b: 2 }, envs: ["A=1", new Secret("B=2")] };
    const outputs = { password: "x", tags: { a: 1, b: 2, c: 3 }, envs: ["B=2", "A=1"], key: "k", absent: null };
    expect(restoreSecrets(outputs, inputs, ["key", "absent"])).toEqual({
      password: new Secret("x"),
      tags: { a: new Secret(1), b: 2, c: 3 },
      envs: new Secret(["B=2", "A=1"]),
      key: new Secret("k"),
      absent: null,
    });
  });
});

describe("an output", () => {
  it("that contains a secret of the inputs is secret itself", () => {
    const inputs = { token: new Secret({ a: "open sesame\n" }), short: new Secret("abc"), plain: "plain" };
    const outputs = { stdout: "it is open sesame!", lines: ["plain", "open sesame"], other: "abc plain" };
    expect(conceal(outputs, inputs)).toEqual({
      stdout: new Secret("it is open sesame!"),
      lines: ["plain", new Secret("open sesame")],
      other: "abc plain",
    });
  });

  it("stays secret once it was, and becomes it with its input or by its name", () => {
    const outputs = { old: new Secret(1), token: "x", named: "y", plain: "z" };
    expect(keepSecrets(outputs, { token: new Secret("x") }, ["named"])).toEqual({
      old: new Secret(1),
      token: new Secret("x"),
      named: new Secret("y"),
      plain: "z",
    });
  });
});

describe("a redactor", () => {
  it("masks every known secret, the longer one first, in any spelling it gets into a text", () => {
    const redactor = new Redactor();
    redactor.learn({ a: new Secret("abc"), b: new Secret({ c: ["abcdef", 1234] }), plain: "visible" });
    redactor.learn(new Secret('line "one"\nline two'));
    expect(redactor.redact("abc abcdef 1234 visible")).toBe("[secret] [secret] [secret] visible");
    expect(redactor.redact(JSON.stringify('line "one"\nline two'))).toBe('"[secret]"');
    expect(redactor.redact("only line two")).toBe("only [secret]");
  });

  it("does not blank out every message for a secret of one letter", () => {
    const redactor = new Redactor();
    redactor.learn(new Secret("a"));
    expect(redactor.redact("a cat")).toBe("a cat");
  });

  it("shows a value with its secrets masked, also those that stand in plain text", () => {
    const redactor = new Redactor();
    redactor.learn(new Secret("hidden"));
    expect(redactor.show({ a: new Secret(1), b: ["the hidden one", true, null] })).toEqual({
      a: "[secret]",
      b: ["the [secret] one", true, null],
    });
  });
});
