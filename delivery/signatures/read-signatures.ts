import { z } from "zod";
import { openRegistry, type Registry, type RegistryOptions } from "../../docker/registry/open-registry.ts";
import { bundleSignatures, payloadSignature, type ImageSignature } from "./cosign.ts";

const SIGNATURE = "dev.cosignproject.cosign/signature";
const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** Whoever may push could add more of them than anybody can look at. */
const MOST = 50;

const manifestSchema = z.object({
  layers: z.array(
    z.object({ digest: z.string(), mediaType: z.string(), annotations: z.record(z.string(), z.string()).optional() }),
  ),
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
  const tag = digest.replace(":", "-");
  const [signed, bundled] = await Promise.all([
    taggedSignatures(registry, `${tag}.sig`),
    bundles(registry, digest, tag),
  ]);
  return [...signed, ...bundled];
}

async function taggedSignatures(registry: Registry, tag: string): Promise<ImageSignature[]> {
  const found = await registry.manifest(tag);
  if (found === null) return [];
  const layers = manifestSchema.parse(found.body).layers.flatMap((layer) => {
    const signature = layer.annotations?.[SIGNATURE];
    return signature === undefined ? [] : [{ digest: layer.digest, signature }];
  });
  return await Promise.all(
    layers.slice(0, MOST).map(async (layer) => payloadSignature(await registry.blob(layer.digest), layer.signature)),
  );
}

/** By the referrers API, or by the tag that stands for it where a registry has none (OCI distribution specification 1.1). */
async function bundles(registry: Registry, digest: string, tag: string): Promise<ImageSignature[]> {
  const index = (await registry.referrers(digest)) ?? (await registry.manifest(tag))?.body;
  const referring = indexSchema.safeParse(index).data?.manifests ?? [];
  const found = await Promise.all(
    referring.slice(0, MOST).map(async (each) => {
      const { layers } = manifestSchema.safeParse((await registry.manifest(each.digest))?.body).data ?? { layers: [] };
      const ours = layers.filter(({ mediaType }) => mediaType === BUNDLE);
      return await Promise.all(ours.map(async (layer) => bundleSignatures(await registry.blob(layer.digest))));
    }),
  );
  return found.flat(2);
}
