import { parseImageReference } from "../../model/image-reference.ts";
import { isLoopback } from "../../model/loopback.ts";
import { namedImages } from "../named-images.ts";
import { CONTAINER, REMOTE_IMAGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** An image is named by what is in it. What a registry on loopback holds was pushed on this very host, so it needs none. */
export const imageDigest: Rule = {
  id: "image-digest",
  title: "Image digest",
  group: "images",
  description: "Images are pinned by digest, unless they come from a registry on the host's own loopback address.",
  rationale:
    "Whoever may push to the registry can put another image behind a tag after it was tested and approved. A digest names " +
    "the content, and the engine checks it.",
  severity: "high",
  framework: {
    name: "OWASP Docker Security Cheat Sheet",
    version: "2025",
    reference: "Rule #13",
    specification:
      "Enhance supply chain security: know where images come from, and verify that they are what was built.",
  },
  remediation: "Add the digest that the push printed: `name:1.4.2@sha256:…`.",
  example: {
    refused: "image: registry.example.com/shop:1.4.2",
    accepted: "image: registry.example.com/shop:1.4.2@sha256:…",
  },
  judges: [REMOTE_IMAGE, CONTAINER],
  judge: (resource) =>
    namedImages(resource)
      .filter(({ text }) => !isPinned(text ?? ""))
      .map(({ path, got }) => `${path}: must be pinned by digest, got ${got}. Add the digest (\`@sha256:…\`).`),
};

function isPinned(text: string): boolean {
  const image = parseImageReference(text);
  return image?.digest !== undefined || (image?.registry !== undefined && isLoopback(image.registry));
}
