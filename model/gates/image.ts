import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { sizeSchema } from "../size.ts";
import { fileSchema } from "./file.ts";

/** Severities of what a scanner finds, lightest first. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

const signatureSchema = z
  .strictObject({
    key: fileSchema.describe("Public key in PEM, as `cosign generate-key-pair` writes it to cosign.pub."),
    payload: fileSchema
      .optional()
      .describe("File with what was signed (`cosign sign --output-payload`); looked up in the registry when left out."),
    bundle: fileSchema
      .optional()
      .describe("File with the signature as cosign 3 makes it (`cosign sign --bundle`), in the place of these two."),
    signature: fileSchema
      .optional()
      .describe("File with the signature over `payload` in base64 (`cosign sign --output-signature`)."),
  })
  .superRefine(({ payload, signature }, context) => {
    if ((payload === undefined) === (signature === undefined)) return;
    const path = payload === undefined ? "payload" : "signature";
    context.addIssue({
      code: "custom",
      path: [path],
      input: undefined,
      message: "must be given beside the other one|Name both, or none.",
    });
  });

/** URI of an in-toto predicate: one word. */
const predicateType = z
  .string()
  .max(256)
  .regex(
    /^[a-z][a-z0-9+.-]*:[^\s\p{Cc}]+$/u,
    'must be the URI of a predicate type|Write it like "https://slsa.dev/provenance/v1".',
  );

const attestationSchema = z.strictObject({
  key: fileSchema.describe("Public key in PEM of who must have attested it, as for `signature`."),
  type: predicateType
    .default("https://slsa.dev/provenance/v1")
    .describe(
      "Predicate type of the attestation, whole: `cosign attest --type slsaprovenance1` stands for the default.",
    ),
  bundle: fileSchema
    .optional()
    .describe("File with the attestation (`cosign attest --bundle`); looked up in the registry when left out."),
});

const scanSchema = z.strictObject({
  report: fileSchema.describe(
    "What a scanner has written of the image: JSON of Trivy, of Grype, or of CycloneDX with vulnerabilities.",
  ),
  maxSeverity: z
    .enum(["none", "low", "medium", "high"])
    .default("high")
    .describe("Highest severity that is let through; `high` refuses critical ones, `none` refuses all."),
  maxAge: durationSchema({ min: "1m", max: "8760h" }).default("24h").describe("How old the report may be."),
});

/** What an image must be before it may serve: the gate `image`. */
export const imageGateSchema = z.strictObject({
  user: z
    .enum(["declared", "any"])
    .default("declared")
    .describe("Whether the image's own `USER` must be the release's `user`, for whom its files were made."),
  maxSize: sizeSchema({ min: "1MiB", max: "1024GiB" })
    .optional()
    .describe("Largest size: unpacked where the host has it, else packed as in the registry."),
  signature: signatureSchema.optional().describe("That it must be signed with a key of cosign, its digest and all."),
  attestation: attestationSchema
    .optional()
    .describe("That something must be attested of it, such as where it was built, by a key of cosign over its digest."),
  scan: scanSchema.optional().describe("That a scanner has looked at it, lately, and what it may have found."),
});

export type ImageGateSettings = z.infer<typeof imageGateSchema>;
export type AttestationSettings = z.infer<typeof attestationSchema>;
export type ScanSettings = z.infer<typeof scanSchema>;
export type SignatureSettings = z.infer<typeof signatureSchema>;
