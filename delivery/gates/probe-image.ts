import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { imageInRegistry, type ImageFacts } from "../../docker/images/image-facts.ts";
import type { AttestationSettings, ImageGateSettings, SignatureSettings } from "../../model/gates/image.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { readReport } from "../reports/report-file.ts";
import { parseScan, type Scan } from "../reports/scan.ts";
import { parsePublicKey, payloadSignature } from "../signatures/cosign.ts";
import { readAttestations, readSignatures } from "../signatures/read-signatures.ts";
import { bundleSignatures, bundleStatements, type SignedStatement } from "../signatures/statements.ts";
import { attempt, type Unseen } from "./attempt.ts";
import { placeOf, type GateContext } from "./gate.ts";
import type { SeenSignatures } from "./image-signature.ts";

export interface SeenImage {
  /** Null where neither the place nor the registry has it. */
  facts: ImageFacts | null | Unseen;
  /** What it is to run on: `linux/amd64`. */
  platform: string;
  /** Null where none has to be, or none can be. */
  signatures: SeenSignatures | Unseen | null;
  /** The same of attestations. */
  attestations: SeenSignatures<SignedStatement> | Unseen | null;
  /** Null where no report has to be. */
  scan: Scan | Unseen | null;
  /** Unix time in milliseconds. */
  now: number;
}

export async function probeImage(
  { signature, attestation, scan }: ImageGateSettings,
  context: GateContext,
  signal: AbortSignal,
): Promise<SeenImage> {
  const place = placeOf(context);
  const { projectDir, request } = context;
  const { image } = request.release;
  const { digest } = parseImageReference(image) ?? {};
  const of = digest === undefined ? undefined : { image, digest, projectDir, signal };
  const platform = await place.platform();
  const [facts, signatures, attestations, found] = await Promise.all([
    attempt(async () => (await place.findImage(image)) ?? (await imageInRegistry(image, { platform, signal }))),
    signature === undefined || of === undefined ? null : attempt(() => probeSignatures(signature, of)),
    attestation === undefined || of === undefined ? null : attempt(() => probeAttestations(attestation, of)),
    scan === undefined ? null : attempt(() => parseScan(readReport(projectDir, scan.report))),
  ]);
  return { facts, platform, signatures, attestations, scan: found, now: Date.now() };
}

/** An image that somebody may have signed. */
interface SignedImage {
  image: string;
  digest: string;
  projectDir: string;
  signal: AbortSignal;
}

async function probeSignatures(
  { key, payload, signature, bundle }: SignatureSettings,
  { image, digest, projectDir, signal }: SignedImage,
): Promise<SeenSignatures> {
  const publicKey = readKey(projectDir, key);
  const read = (path: string) => Buffer.from(readReport(projectDir, path).text);
  if (bundle !== undefined) return { key: publicKey, signatures: bundleSignatures(read(bundle)) };
  if (payload === undefined || signature === undefined) {
    return { key: publicKey, signatures: await readSignatures(image, digest, { signal }) };
  }
  return { key: publicKey, signatures: [payloadSignature(read(payload), read(signature).toString("utf8"))] };
}

async function probeAttestations(
  { key, type, bundle }: AttestationSettings,
  { image, digest, projectDir, signal }: SignedImage,
): Promise<SeenSignatures<SignedStatement>> {
  const publicKey = readKey(projectDir, key);
  if (bundle === undefined) {
    return { key: publicKey, signatures: await readAttestations(image, { digest, type }, { signal }) };
  }
  return { key: publicKey, signatures: bundleStatements(Buffer.from(readReport(projectDir, bundle).text)) };
}

function readKey(projectDir: string, path: string): KeyObject {
  return parsePublicKey(readTextFile(resolve(projectDir, path)), path);
}
