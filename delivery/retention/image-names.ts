import { parseImageReference } from "../../model/image-reference.ts";

/**
 * An image's repository as engines write it, which leave out what the default registry's names begin with; undefined for a text
 * that is no reference.
 */
export function repositoryOf(reference: string): string | undefined {
  const image = parseImageReference(reference);
  if (image === undefined) return undefined;
  const { registry, repository } = image;
  if (registry === undefined || registry === "docker.io" || registry === "index.docker.io") {
    return repository.replace(/^library\//, "");
  }
  return `${registry}/${repository}`;
}

/**
 * The names under which an engine may know what a reference means: `shop:1` and `shop@sha256:…` of one that has both, because
 * the engine goes by the digest alone, and people by the tag.
 */
export function namesOf(reference: string): string[] {
  const repository = repositoryOf(reference);
  if (repository === undefined) return [];
  const { tag, digest } = parseImageReference(reference) ?? {};
  const byTag = tag === undefined && digest !== undefined ? [] : [`${repository}:${tag ?? "latest"}`];
  return [...byTag, ...(digest === undefined ? [] : [`${repository}@${digest}`])];
}

/** Whether a name says nothing but where the image is in a registry's store. */
export function isDigest(name: string): boolean {
  return name.includes("@");
}
