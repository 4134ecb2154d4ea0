import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";

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

/** https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto, as far as a signature with a key needs it. */
const bundleSchema = z.object({
  mediaType: z.string().startsWith("application/vnd.dev.sigstore.bundle"),
  dsseEnvelope: z.object({
    payload: z.base64(),
    payloadType: z.string(),
    signatures: z.array(z.object({ sig: z.string() })),
  }),
});

/** An in-toto statement that is an image's signature, and no attestation of something else about it. */
const statementSchema = z.object({
  predicateType: z.literal("https://sigstore.dev/cosign/sign/v1"),
  subject: z.array(z.object({ digest: z.object({ sha256: z.string() }) })),
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

/** The signatures of a bundle, as cosign 3 makes it; none where the text is no bundle. */
export function bundleSignatures(text: Buffer): ImageSignature[] {
  const { dsseEnvelope } = bundleSchema.safeParse(readJson(text)).data ?? {};
  if (dsseEnvelope === undefined) return [];
  const { payloadType, signatures } = dsseEnvelope;
  const payload = Buffer.from(dsseEnvelope.payload, "base64");
  const statement = statementSchema.safeParse(readJson(payload)).data;
  const digests = (statement?.subject ?? []).map(({ digest }) => `sha256:${digest.sha256}`);
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  return signatures.map(({ sig }) => ({ signed, signature: sig, digests }));
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

function readJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8")) as unknown;
  } catch {
    return undefined; // whatever it is, it names no image
  }
}
