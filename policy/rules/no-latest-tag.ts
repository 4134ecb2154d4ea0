import { parseImageReference } from "../../model/image-reference.ts";
import { CONTAINER, REMOTE_IMAGE } from "../resource-types.ts";
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
  judges: [REMOTE_IMAGE, CONTAINER],
  judge: ({ type, inputs }) => {
    const input = type === REMOTE_IMAGE ? "name" : "image";
    const image = inputs[input];
    // A container that runs an image by its id got it from an image resource, which is judged by itself.
    if (typeof image !== "string" || image.startsWith("sha256:") || namesOneBuild(image)) return [];
    const got = JSON.stringify(image);
    return [
      `${input}: must name one certain build, got ${got}. Add the digest (\`@sha256:…\`), or at least a versioned tag.`,
    ];
  },
};

function namesOneBuild(text: string): boolean {
  const image = parseImageReference(text);
  return image?.digest !== undefined || (image?.tag !== undefined && image.tag !== "latest");
}
