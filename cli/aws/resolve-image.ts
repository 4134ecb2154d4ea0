import { digestNamed, withDigest } from "../../docker/images/named-build.ts";
import type { ResolvedImage } from "../../docker/images/resolve-digest.ts";
import { openRegistry } from "../../docker/registry/open-registry.ts";
import { InputError } from "../../model/errors.ts";

/** How long the registry may take with all that it asks for. */
const WITHIN_MS = 30_000;

/**
 * An image with its digest, as its registry tells this machine: a stack on AWS has no engine that could be asked. Throws an InputError where the
 * registry does not give it.
 */
export async function resolveAwsImage(image: string): Promise<ResolvedImage> {
  const named = digestNamed(image);
  if (named !== null) return { reference: image, digest: named };
  const registry = await openRegistry(image, { signal: AbortSignal.timeout(WITHIN_MS) });
  const manifest = await registry.manifest(image.slice(image.lastIndexOf(":") + 1));
  if (manifest !== null) return { reference: withDigest(image, manifest.digest), digest: manifest.digest };
  throw new InputError(`--image: the registry has no ${image}. Correct its name, or push it.`);
}
