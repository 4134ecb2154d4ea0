import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { readJson } from "./read-json.ts";

/** A signature that cosign has made over an image. */
export interface ImageSignature {
  /** The bytes that were signed. */
  signed: Buffer;
  /** In base64. */
  signature: string;
  /** Digests of the images that those bytes name. */
  digests: readonly string[];
}

/** The simple signing format: https://github.com/containers/image/blob/main/docs/containers-signature.5.md */
const payloadSchema = z.object({
  critical: z.object({
    type: z.literal("cosign container image signature"),
    image: z.object({ "docker-manifest-digest": z.string() }),
  }),
});

/** Throws an InputError where the text is no public key in PEM. */
export function parsePublicKey(pem: string, path: string): KeyObject {
  try {
    if (pem.includes("PUBLIC KEY")) return createPublicKey(pem);
  } catch (cause) {
    throw noKey(path, cause);
  }
  throw noKey(path);
}

/** A payload with its signature, as cosign 1 and 2 make them. */
export function payloadSignature(payload: Buffer, signature: string): ImageSignature {
  const { critical } = payloadSchema.safeParse(readJson(payload)).data ?? {};
  return {
    signed: payload,
    signature,
    digests: critical === undefined ? [] : [critical.image["docker-manifest-digest"]],
  };
}

/** Why a signature does not prove that the key's owner meant this image; null where it does. */
export function signatureProblem(
  { signed, signature, digests }: ImageSignature,
  key: KeyObject,
  digest: string,
): string | null {
  const algorithm = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  if (!verify(algorithm, signed, key, Buffer.from(signature, "base64"))) return "is not by this key";
  if (digests.length === 0) return "is by this key, but over something else than an image";
  return digests.includes(digest) ? null : `is for another image, ${digests.join(", ")}`;
}

function noKey(path: string, cause?: unknown): InputError {
  return new InputError(`${path}: is no public key in PEM. Take the cosign.pub of \`cosign generate-key-pair\`.`, {
    cause,
  });
}
