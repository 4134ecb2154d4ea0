import { parseImageReference } from "../../model/image-reference.ts";
import { namedImages } from "../named-images.ts";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Every image names one certain build. What runs, and what a rollback brings back, must not change under its name. */
export const noLatestTag: Rule = {
  id: "no-latest-tag",
  title: "No latest tag",
  group: "images",
  description: "Images are named by digest or by a versioned tag, never by `latest` or without a tag.",
  rationale:
    "What `latest` means changes under its name: two replicas of one release can differ, and a rollback can bring back " +
    "something that never ran here.",
  severity: "high",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.2.2",
    specification: "Stale images in registries: access images by immutable names of discrete versions.",
  },
  remediation: "Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.",
  example: { refused: "image: shop:latest", accepted: "image: shop:1.4.2@sha256:…" },
  judges: [REMOTE_IMAGE, CONTAINER, BUILT_IMAGE, BUILDKIT_IMAGE],
  judge: (resource) =>
    namedImages(resource)
      .filter(({ text }) => !namesOneBuild(text ?? ""))
      .map(
        ({ path, got }) =>
          `${path}: must name one certain build, got ${got}. Add the digest (\`@sha256:…\`), or at least a versioned tag.`,
      ),
};

function namesOneBuild(text: string): boolean {
  const image = parseImageReference(text);
  return image?.digest !== undefined || (image?.tag !== undefined && image.tag !== "latest");
}
