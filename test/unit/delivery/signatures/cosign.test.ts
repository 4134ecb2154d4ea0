import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePublicKey, payloadSignature, signatureProblem } from "../../../../delivery/signatures/cosign.ts";
import { bundleSignatures } from "../../../../delivery/signatures/statements.ts";
import { digestOf } from "../../../support/push-artifact.ts";

/** What the real cosign has made: see the README there. */
const read = (name: string) => readFileSync(new URL(`../../../fixtures/cosign/${name}`, import.meta.url));
const KEY = parsePublicKey(read("cosign.pub").toString(), "cosign.pub");
const DIGEST = digestOf(read("manifest.json"));
const OTHER = `sha256:${"0".repeat(64)}`;
const BY_PAYLOAD = payloadSignature(read("payload.json"), read("signature.txt").toString());
const [BY_BUNDLE = BY_PAYLOAD] = bundleSignatures(read("bundle.json"));

describe.each([
  ["a payload with its signature", BY_PAYLOAD],
  ["a bundle", BY_BUNDLE],
])("%s of cosign's", (_what, signature) => {
  it("is for the image that was signed, and for no other", () => {
    expect(signature.digests).toEqual([DIGEST]);
    expect(signatureProblem(signature, KEY, DIGEST)).toBeNull();
    expect(signatureProblem(signature, KEY, OTHER)).toBe(`is for another image, ${DIGEST}`);
  });

  it("is by no other key", () => {
    for (const { publicKey } of [generateKeyPairSync("ec", { namedCurve: "P-256" }), generateKeyPairSync("ed25519")]) {
      expect(signatureProblem(signature, publicKey, DIGEST)).toBe("is not by this key");
    }
  });

  it("is void when any byte of what was signed is another", () => {
    for (const index of [0, 40, signature.signed.length - 1]) {
      const signed = Buffer.from(signature.signed);
      signed[index] = (signed[index] ?? 0) ^ 1;
      expect(signatureProblem({ ...signature, signed }, KEY, DIGEST)).toBe("is not by this key");
    }
  });

  it.each([[""], ["no signature"], ["AAAA"]])("is void where the signature is %j", (text) => {
    expect(signatureProblem({ ...signature, signature: text }, KEY, DIGEST)).toBe("is not by this key");
  });
});

describe("a public key", () => {
  it.each(["", "ssh-ed25519 AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])(
    "is not %j",
    (pem) => {
      expect(() => parsePublicKey(pem, "cosign.pub")).toThrow("cosign.pub: is no public key in PEM.");
    },
  );
});
