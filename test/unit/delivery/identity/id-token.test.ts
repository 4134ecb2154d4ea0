import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkIdToken } from "../../../../delivery/identity/id-token.ts";
import { idToken, ISSUER, JWKS, NOW, type TokenChange } from "./tokens.ts";

const SUB = "repo:acme/shop:environment:prod";
const RULES = { issuer: ISSUER, audience: "tidegate", subject: [SUB], jwks: "keys.json" };
const check = (token: string, rules: object = {}) => checkIdToken(token, { ...RULES, ...rules }, { ...JWKS, now: NOW });

describe("an ID token", () => {
  it.each(["RS256", "ES256"] as const)("is its job's, signed by %s", (alg) => {
    expect(check(idToken(alg))).toEqual({ subject: SUB });
    expect(check(idToken(alg, { claims: { aud: ["other", "tidegate"] } }))).toEqual({ subject: SUB });
    expect(check(`${idToken(alg)}\n`)).toEqual({ subject: SUB });
  });

  it("may be of whoever a pattern names, and of nobody else", () => {
    expect(check(idToken(), { subject: ["repo:acme/*:environment:prod"] })).toEqual({ subject: SUB });
    expect(check(idToken(), { subject: ["repo:acme/shop:environment:stg", "repo:acme/api:*"] })).toEqual({
      problem: `is of ${SUB}, and not of repo:acme/shop:environment:stg or repo:acme/api:*`,
    });
  });

  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  it.each<[TokenChange, string]>([
    [{ key: other }, "is not signed by a key of keys.json"],
    [{ header: { kid: "old" } }, "is by a key that keys.json does not have (kid old)"],
    [{ header: { alg: "ES256" } }, "is by a key that keys.json does not have (kid RS256)"],
    [{ header: { alg: "none" } }, "is signed by none, which is not accepted"],
    [{ header: { alg: "HS256" } }, "is signed by HS256, which is not accepted"],
    [{ header: { alg: "toString" } }, "is signed by toString, which is not accepted"],
    [{ claims: { iss: "https://evil.test" } }, `is by https://evil.test, and not by ${ISSUER}`],
    [{ claims: { aud: "sts.amazonaws.com" } }, "is for sts.amazonaws.com, and not for tidegate"],
    [{ claims: { exp: NOW / 1000 - 61 } }, "has expired"],
    [{ claims: { nbf: NOW / 1000 + 61 } }, "is not valid yet"],
    [{ claims: { exp: undefined } }, "is no ID token"],
  ])("with %j is nobody's", (change, problem) => {
    expect(check(idToken("RS256", change))).toEqual({ problem });
  });

  it("is nobody's when what it claims was changed", () => {
    const [head, , signature] = idToken().split(".");
    const claims = idToken("RS256", { claims: { sub: "repo:acme/shop:environment:prod2" } }).split(".")[1];
    expect(check([head, claims, signature].join("."))).toEqual({ problem: "is not signed by a key of keys.json" });
  });

  it.each(["", "a.b.c", "a.b"])("is not %j", (text) => {
    expect(check(text)).toEqual({ problem: "is no ID token" });
  });
});
