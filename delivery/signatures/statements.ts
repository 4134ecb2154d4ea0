import { z } from "zod";
import type { ImageSignature } from "./cosign.ts";
import { readJson } from "./read-json.ts";

/** Something that was said about images, and signed: an in-toto statement in an envelope of DSSE. */
export interface SignedStatement extends ImageSignature {
  /** URI of its predicate type, such as `https://slsa.dev/provenance/v1`; null where what was signed is no statement. */
  type: string | null;
}

/** Type of the statement that is an image's signature, and no attestation of something else about it. */
export const SIGNATURE_TYPE = "https://sigstore.dev/cosign/sign/v1";

/** https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
const envelopeSchema = z.object({
  payload: z.base64(),
  payloadType: z.string(),
  signatures: z.array(z.object({ sig: z.string() })),
});

/** https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto, as far as a signature with a key needs it. */
const bundleSchema = z.object({
  mediaType: z.string().startsWith("application/vnd.dev.sigstore.bundle"),
  dsseEnvelope: envelopeSchema,
});

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, and its version 0.1, which differs in nothing of this. */
const statementSchema = z.object({
  predicateType: z.string(),
  subject: z.array(z.object({ digest: z.object({ sha256: z.string() }) })),
});

/** The statement of a bundle, as cosign 3 makes it, once for each of its signatures; none where the text is no bundle. */
export function bundleStatements(text: Buffer): SignedStatement[] {
  const { dsseEnvelope } = bundleSchema.safeParse(readJson(text)).data ?? {};
  return dsseEnvelope === undefined ? [] : statementsIn(dsseEnvelope);
}

/** The same of a bare envelope, as cosign 1 and 2 keep attestations. */
export function envelopeStatements(text: Buffer): SignedStatement[] {
  const envelope = envelopeSchema.safeParse(readJson(text)).data;
  return envelope === undefined ? [] : statementsIn(envelope);
}

/** The signatures of a bundle; what was signed about something else names no image here. */
export function bundleSignatures(text: Buffer): ImageSignature[] {
  return bundleStatements(text).map(({ type, digests, ...signed }) => ({
    ...signed,
    digests: type === SIGNATURE_TYPE ? digests : [],
  }));
}

function statementsIn({ payload: encoded, payloadType, signatures }: z.infer<typeof envelopeSchema>) {
  const payload = Buffer.from(encoded, "base64");
  const statement = statementSchema.safeParse(readJson(payload)).data;
  const digests = (statement?.subject ?? []).map(({ digest }) => `sha256:${digest.sha256}`);
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  return signatures.map(({ sig }) => ({ signed, signature: sig, digests, type: statement?.predicateType ?? null }));
}
