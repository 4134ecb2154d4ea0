import { parseImageReference } from "../../model/image-reference.ts";
import { namedImages } from "../named-images.ts";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** `1.4.2`, `v1.4`, `2026.11.21`, `shop-1.4.2-rc1`. */
const VERSION = /^(?:[a-z][a-z0-9]*-)*v?\d+\.\d[\w.-]*$/i;
/** `dev-3f9c2ab`, a bare commit, a build number of seven digits and more. */
const COMMIT = /^(?:[a-z][a-z0-9]*-)*[0-9a-f]{7,40}$/i;

/** A tag tells which version it is. Words that move from build to build, such as `stable`, tell nothing. */
export const versionedImageTag: Rule = {
  id: "versioned-image-tag",
  title: "Versioned image tag",
  group: "images",
  description: "The tag of an image is a version or a commit, unless its digest names the build.",
  rationale:
    "A tag such as `stable` or `prod` means another build every week: nobody can read from it what runs, what a rollback " +
    "brings back, or which fixes are in it.",
  severity: "medium",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.2.2",
    specification: "Stale images in registries: access images by immutable names of discrete versions.",
  },
  remediation: "Tag every build with its version (`1.4.2`) or commit (`dev-3f9c2ab`), and name that tag.",
  example: { refused: "image: registry.example.com/shop:stable", accepted: "image: registry.example.com/shop:1.4.2" },
  judges: [REMOTE_IMAGE, CONTAINER, BUILT_IMAGE, BUILDKIT_IMAGE],
  judge: (resource) =>
    namedImages(resource)
      .filter(({ text }) => !isVersioned(text ?? ""))
      .map(
        ({ path, got }) =>
          `${path}: must have a versioned tag, got ${got}. ` +
          "Tag the build with its version (`1.4.2`) or commit (`dev-3f9c2ab`).",
      ),
};

function isVersioned(text: string): boolean {
  const image = parseImageReference(text);
  if (image?.digest !== undefined) return true; // somebody else's tag, too, names one build then
  if (image?.tag === undefined) return false;
  return VERSION.test(image.tag) || COMMIT.test(image.tag);
}
