import { parseImageReference } from "../../model/image-reference.ts";
import { isFromRegistry } from "../image-pattern.ts";
import { namedImages } from "../named-images.ts";
import { CONTAINER, REMOTE_IMAGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";
import { SETTINGS_FILE } from "../settings.ts";

/** Images come from registries that the project trusts. */
export const imageRegistryAllowlist: Rule = {
  id: "image-registry-allowlist",
  title: "Image registry allowlist",
  group: "images",
  description: `Images come from the registries that ${SETTINGS_FILE} lists.`,
  rationale:
    "An image of unknown origin runs with whatever the service may reach. A mistyped name finds somebody's look-alike in a " +
    "public registry.",
  severity: "high",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.1.5",
    specification: "Use of untrusted images: maintain a set of trusted images and registries.",
  },
  remediation: `Push the image to a listed registry, or add its registry to \`registries\` in ${SETTINGS_FILE}.`,
  example: {
    refused: "image: somebody/shop:1.4.2 # registries: [registry.example.com]",
    accepted: "image: registry.example.com/shop:1.4.2",
  },
  judges: [REMOTE_IMAGE, CONTAINER],
  judge: (resource, { settings }) => {
    const { registries } = settings;
    if (registries === undefined) return { notApplicable: `${SETTINGS_FILE} lists no \`registries\`` };
    return namedImages(resource)
      .filter(({ text }) => !isListed(text ?? "", registries))
      .map(
        ({ path, got }) =>
          `${path}: must come from a listed registry (${registries.join(", ")}), got ${got}. ` +
          `Push it there, or list its registry in ${SETTINGS_FILE}.`,
      );
  },
};

function isListed(text: string, registries: readonly string[]): boolean {
  const image = parseImageReference(text);
  return image !== undefined && registries.some((pattern) => isFromRegistry(image, pattern));
}
