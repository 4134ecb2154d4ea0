import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";

/** The digest in an image's name; null where a tag has to be looked up. Throws an InputError where the name has neither. */
export function digestNamed(image: string): string | null {
  const named = parseImageReference(image);
  if (named === undefined || (named.tag === undefined && named.digest === undefined)) {
    throw new InputError(
      `--image: must name one build, got ${JSON.stringify(image)}. Write it like "registry/name:1.4.2" or with its digest.`,
    );
  }
  return named.digest ?? null;
}

/** A name with a digest; without `latest`, which says nothing beside one. */
export function withDigest(image: string, digest: string): string {
  return `${image.replace(/:latest$/, "")}@${digest}`;
}
