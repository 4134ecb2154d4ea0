import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { OidcSettings } from "../../model/gates/change.ts";
import { matchesGlob } from "../../model/glob.ts";

/** Clocks of two machines may differ by so much. */
const CLOCK_SKEW_MS = 60_000;

/** Keys of an issuer, as its `jwks_uri` gives them (RFC 7517). */
export const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })),
});
export type Jwks = z.infer<typeof jwksSchema>;

const headerSchema = z.object({ alg: z.string(), kid: z.string().optional() });
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
});

/** Algorithms that CI services sign with, the kind of key each needs, and how Node.js is told. */
const ALGORITHMS: Readonly<Record<string, { kty: string; crv?: string; dsaEncoding?: "ieee-p1363" }>> = {
  RS256: { kty: "RSA" },
  ES256: { kty: "EC", crv: "P-256", dsaEncoding: "ieee-p1363" },
};

export type IdTokenCheck = { subject: string } | { problem: string };

/**
 * Whose an ID token is (OpenID Connect Core 1.0, 3.1.3.7), or what is wrong with it, as the end of a sentence: never a word of the token
 * but its claims. `now` is Unix time in milliseconds.
 */
export function checkIdToken(token: string, rules: OidcSettings, { keys, now }: Jwks & { now: number }): IdTokenCheck {
  const parts = token.trim().split(".");
  const [header, claims] = [headerSchema, claimsSchema].map(
    (schema, index) => schema.safeParse(decode(parts[index])).data,
  );
  if (parts.length !== 3 || header === undefined || claims === undefined) return { problem: "is no ID token" };
  const { alg, kid } = headerSchema.parse(header);
  const algorithm = Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) return { problem: `is signed by ${alg}, which is not accepted` };
  const candidates = keys.filter(
    (key) => key.kty === algorithm.kty && key["crv"] === algorithm.crv && (kid === undefined || key.kid === kid),
  );
  if (candidates.length === 0)
    return { problem: `is by a key that ${rules.jwks} does not have (kid ${kid ?? "none"})` };
  const [signed, signature] = [parts.slice(0, 2).join("."), Buffer.from(parts[2] ?? "", "base64url")];
  const isSigned = candidates.some((jwk) => {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const { dsaEncoding } = algorithm;
    return verify("sha256", Buffer.from(signed), dsaEncoding === undefined ? key : { key, dsaEncoding }, signature);
  });
  if (!isSigned) return { problem: `is not signed by a key of ${rules.jwks}` };
  return checkClaims(claimsSchema.parse(claims), rules, now);
}

function checkClaims(
  { iss, sub, aud, exp, nbf }: z.infer<typeof claimsSchema>,
  rules: OidcSettings,
  now: number,
): IdTokenCheck {
  const audiences = [aud].flat();
  if (iss !== rules.issuer) return { problem: `is by ${iss}, and not by ${rules.issuer}` };
  if (!audiences.includes(rules.audience))
    return { problem: `is for ${audiences.join(", ")}, and not for ${rules.audience}` };
  if (exp * 1000 + CLOCK_SKEW_MS < now) return { problem: "has expired" };
  if (nbf !== undefined && nbf * 1000 - CLOCK_SKEW_MS > now) return { problem: "is not valid yet" };
  if (rules.subject.some((glob) => matchesGlob(glob, sub))) return { subject: sub };
  return { problem: `is of ${sub}, and not of ${rules.subject.join(" or ")}` };
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8")) as unknown;
  } catch {
    return undefined; // no part of a token
  }
}
