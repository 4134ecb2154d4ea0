import { resolve } from "node:path";
import { imageInRegistry, type ImageFacts } from "../../docker/images/image-facts.ts";
import type { ImageGateSettings, SignatureSettings } from "../../model/gates/image.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { readReport } from "../reports/report-file.ts";
import { parseScan, type Scan } from "../reports/scan.ts";
import { bundleSignatures, parsePublicKey, payloadSignature } from "../signatures/cosign.ts";
import { readSignatures } from "../signatures/read-signatures.ts";
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
  /** Null where no report has to be. */
  scan: Scan | Unseen | null;
  /** Unix time in milliseconds. */
  now: number;
}

export async function probeImage(
  { signature, scan }: ImageGateSettings,
  context: GateContext,
  signal: AbortSignal,
): Promise<SeenImage> {
  const place = placeOf(context);
  const { projectDir, request } = context;
  const { image } = request.release;
  const { digest } = parseImageReference(image) ?? {};
  const platform = await place.platform();
  const [facts, signatures, found] = await Promise.all([
    attempt(async () => (await place.findImage(image)) ?? (await imageInRegistry(image, { platform, signal }))),
    signature === undefined || digest === undefined
      ? null
      : attempt(() => probeSignatures(signature, { image, digest, projectDir, signal })),
    scan === undefined ? null : attempt(() => parseScan(readReport(projectDir, scan.report))),
  ]);
  return { facts, platform, signatures, scan: found, now: Date.now() };
}

async function probeSignatures(
  { key, payload, signature, bundle }: SignatureSettings,
  { image, digest, projectDir, signal }: { image: string; digest: string; projectDir: string; signal: AbortSignal },
): Promise<SeenSignatures> {
  const publicKey = parsePublicKey(readTextFile(resolve(projectDir, key)), key);
  const read = (path: string) => Buffer.from(readReport(projectDir, path).text);
  if (bundle !== undefined) return { key: publicKey, signatures: bundleSignatures(read(bundle)) };
  if (payload === undefined || signature === undefined) {
    return { key: publicKey, signatures: await readSignatures(image, digest, { signal }) };
  }
  return { key: publicKey, signatures: [payloadSignature(read(payload), read(signature).toString("utf8"))] };
}
