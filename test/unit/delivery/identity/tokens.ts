import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { Jwks } from "../../../../delivery/identity/id-token.ts";

export const NOW = Date.parse("2026-11-30T12:00:00Z");
export const ISSUER = "https://token.actions.githubusercontent.com";

/** An issuer of ID tokens with a key of each kind. */
const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
};

/** What its `jwks_uri` gives. */
export const JWKS: Jwks = {
  keys: Object.entries(PAIRS).map(([kid, { publicKey }]) => ({
    ...publicKey.export({ format: "jwk" }),
    kid,
    kty: kid === "RS256" ? "RSA" : "EC",
  })),
};

export interface TokenChange {
  header?: object;
  claims?: object;
  /** Instead of the issuer's own. */
  key?: KeyObject;
}

/** An ID token of a job that deploys `acme/shop` to prod, good for five minutes. */
export function idToken(alg: keyof typeof PAIRS = "RS256", { header, claims, key }: TokenChange = {}): string {
  const exp = NOW / 1000 + 300;
  const said = { iss: ISSUER, aud: "tidegate", sub: "repo:acme/shop:environment:prod", exp, ...claims };
  const signed = [{ alg, kid: alg, ...header }, said]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const by = { key: key ?? PAIRS[alg].privateKey, dsaEncoding: "ieee-p1363" as const };
  return `${signed}.${sign("sha256", Buffer.from(signed), by).toString("base64url")}`;
}
