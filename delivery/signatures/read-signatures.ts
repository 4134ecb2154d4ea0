import { z } from "zod";
import { openRegistry, type Registry, type RegistryOptions } from "../../docker/registry/open-registry.ts";
import { payloadSignature, type ImageSignature } from "./cosign.ts";
import {
  bundleSignatures,
  bundleStatements,
  envelopeStatements,
  SIGNATURE_TYPE,
  type SignedStatement,
} from "./statements.ts";

const SIGNATURE = "dev.cosignproject.cosign/signature";
const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const ENVELOPE = "application/vnd.dsse.envelope.v1+json";
const BUNDLE_TYPE = "dev.sigstore.bundle.predicateType";
const ENVELOPE_TYPE = "predicateType";
/** Whoever may push could add more of them than anybody can look at. */
const MOST = 50;

const annotations = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({
  layers: z.array(z.object({ digest: z.string(), mediaType: z.string(), annotations })),
  annotations,
});
const indexSchema = z.object({ manifests: z.array(z.object({ digest: z.string() })) });

/**
 * The signatures that cosign has put beside an image in its registry, 50 of each kind at most: under the tag `sha256-….sig` (cosign's
 * SIGNATURE_SPEC), and as bundles that refer to it. Throws an InputError where the registry cannot be asked.
 */
export async function readSignatures(
  image: string,
  digest: string,
  options: RegistryOptions,
): Promise<ImageSignature[]> {
  const registry = await openRegistry(image, options);
  const [signed, bundled] = await Promise.all([
    taggedSignatures(registry, `${tagOf(digest)}.sig`),
    bundles(registry, digest, SIGNATURE_TYPE),
  ]);
  return [...signed, ...bundled.flatMap(bundleSignatures)];
}

/**
 * The attestations of a type that cosign has put beside an image in its registry, 50 of each kind at most: under the tag `sha256-….att`
 * (cosign's ATTESTATION_SPEC), and as bundles that refer to it. Throws an InputError where the registry cannot be asked.
 */
export async function readAttestations(
  image: string,
  { digest, type }: { digest: string; type: string },
  options: RegistryOptions,
): Promise<SignedStatement[]> {
  const registry = await openRegistry(image, options);
  const [enveloped, bundled] = await Promise.all([
    taggedEnvelopes(registry, `${tagOf(digest)}.att`, type),
    bundles(registry, digest, type),
  ]);
  return [...enveloped.flatMap(envelopeStatements), ...bundled.flatMap(bundleStatements)];
}

async function taggedSignatures(registry: Registry, tag: string): Promise<ImageSignature[]> {
  const layers = (await taggedLayers(registry, tag)).flatMap((layer) => {
    const signature = layer.annotations?.[SIGNATURE];
    return signature === undefined ? [] : [{ digest: layer.digest, signature }];
  });
  return await Promise.all(
    layers.slice(0, MOST).map(async (layer) => payloadSignature(await registry.blob(layer.digest), layer.signature)),
  );
}

async function taggedEnvelopes(registry: Registry, tag: string, type: string): Promise<Buffer[]> {
  const envelopes = (await taggedLayers(registry, tag)).filter(
    (layer) => layer.mediaType === ENVELOPE && mayBe(type, layer.annotations?.[ENVELOPE_TYPE]),
  );
  return await Promise.all(envelopes.slice(0, MOST).map((layer) => registry.blob(layer.digest)));
}

async function taggedLayers(registry: Registry, tag: string) {
  const found = await registry.manifest(tag);
  return found === null ? [] : manifestSchema.parse(found.body).layers;
}

/** By the referrers API, or by the tag that stands for it where a registry has none (OCI distribution specification 1.1). */
async function bundles(registry: Registry, digest: string, type: string): Promise<Buffer[]> {
  const index = (await registry.referrers(digest)) ?? (await registry.manifest(tagOf(digest)))?.body;
  const referring = indexSchema.safeParse(index).data?.manifests ?? [];
  const found = await Promise.all(
    referring.slice(0, MOST).map(async (each) => {
      const manifest = manifestSchema.safeParse((await registry.manifest(each.digest))?.body).data;
      if (manifest === undefined || !mayBe(type, manifest.annotations?.[BUNDLE_TYPE])) return [];
      const ours = manifest.layers.filter(({ mediaType }) => mediaType === BUNDLE);
      return await Promise.all(ours.map((layer) => registry.blob(layer.digest)));
    }),
  );
  return found.flat();
}

/** What says that it is of another type need not be fetched: a list of parts has many megabytes. What it is, it says itself. */
function mayBe(type: string, said: string | undefined): boolean {
  return said === undefined || said === type;
}

function tagOf(digest: string): string {
  return digest.replace(":", "-");
}
