import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePublicKey, signatureProblem } from "../../../../delivery/signatures/cosign.ts";
import {
  bundleSignatures,
  bundleStatements,
  envelopeStatements,
  SIGNATURE_TYPE,
} from "../../../../delivery/signatures/statements.ts";
import { digestOf } from "../../../support/push-artifact.ts";

/** What the real cosign has made: see the README there. */
const read = (name: string) => readFileSync(new URL(`../../../fixtures/cosign/${name}`, import.meta.url));
const KEY = parsePublicKey(read("attestation.pub").toString(), "attestation.pub");
const DIGEST = digestOf(read("manifest.json"));
const OTHER = `sha256:${"0".repeat(64)}`;

describe.each([
  ["a bundle", bundleStatements(read("attestation-bundle.json"))],
  ["an envelope", envelopeStatements(read("attestation-envelope.json"))],
])("an attestation of cosign's in %s", (_what, [attestation, ...more]) => {
  if (attestation === undefined) throw new Error("the fixture has none");

  it("is one, of its type, about the image that was attested and no other", () => {
    expect(more).toEqual([]);
    expect(attestation).toMatchObject({ type: "https://slsa.dev/provenance/v1", digests: [DIGEST] });
    expect(signatureProblem(attestation, KEY, DIGEST)).toBeNull();
    expect(signatureProblem(attestation, KEY, OTHER)).toBe(`is for another image, ${DIGEST}`);
  });

  it("is by no other key, and void when any byte of what was signed is another", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(signatureProblem(attestation, publicKey, DIGEST)).toBe("is not by this key");
    for (const index of [0, 40, attestation.signed.length - 1]) {
      const signed = Buffer.from(attestation.signed);
      signed[index] = (signed[index] ?? 0) ^ 1;
      expect(signatureProblem({ ...attestation, signed }, KEY, DIGEST)).toBe("is not by this key");
    }
  });
});

describe("a statement about an image", () => {
  it("is a signature by its type alone: an attestation is none", () => {
    expect(bundleStatements(read("bundle.json"))).toMatchObject([{ type: SIGNATURE_TYPE, digests: [DIGEST] }]);
    expect(bundleSignatures(read("bundle.json"))).toMatchObject([{ digests: [DIGEST] }]);
    expect(bundleSignatures(read("attestation-bundle.json"))).toMatchObject([{ digests: [] }]);
  });

  it("is none of what was signed otherwise", () => {
    const envelope = JSON.parse(read("attestation-envelope.json").toString()) as object; // the fixture
    const other = { ...envelope, payload: Buffer.from("a blob").toString("base64") };
    expect(envelopeStatements(Buffer.from(JSON.stringify(other)))).toMatchObject([{ type: null, digests: [] }]);
  });

  it.each(["", "{}", '{"mediaType":"text/plain"}'])("is in nothing else: %s", (text) => {
    expect(bundleStatements(Buffer.from(text))).toEqual([]);
    expect(envelopeStatements(Buffer.from(text))).toEqual([]);
  });
});
