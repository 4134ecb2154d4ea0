import type { ResolvedImage } from "../../docker/images/resolve-digest.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";

/** An image that is named with its digest: a stack on AWS has no engine of its own that could ask a registry for one. */
export function resolveAwsImage(image: string): ResolvedImage {
  const digest = parseImageReference(image)?.digest;
  if (digest !== undefined) return { reference: image, digest };
  throw new InputError(
    `--image: must be named with its digest on AWS, got ${JSON.stringify(image)}. Write it like "REGISTRY/shop:1.5.0@sha256:…"; ` +
      "`aws ecr describe-images` and what has pushed the image tell the digest.",
  );
}
