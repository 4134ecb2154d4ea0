import { parseImageReference } from "../../model/image-reference.ts";
import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import type { Rule } from "../rule.ts";

/** Every task of a revision runs the same build. */
export const awsEcsVersionedImage: Rule = {
  id: "aws-ecs-versioned-image",
  title: "ECS: versioned image",
  group: "aws",
  description:
    "Images of a task definition are named by digest or by a versioned tag, never by `latest` or without a tag.",
  rationale:
    "What `latest` means changes under its name: two tasks of one revision can differ, and a rollback to a revision can start something that never ran there.",
  severity: "high",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.2.2",
    specification: "Stale images in registries: access images by immutable names of discrete versions.",
  },
  remediation: "Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.",
  example: {
    refused: '{ "name": "shop", "image": "shop:latest" }',
    accepted: '{ "name": "shop", "image": "shop:1.4.2@sha256:…" }',
  },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    judgeEcsContainers(resource, (container) => {
      const image = container.at("image");
      if (namesOneBuild(image.text ?? "")) return [];
      return [
        `${image.path}: must name one certain build, got ${image.got}. ` +
          "Add the digest (`@sha256:…`), or at least a versioned tag.",
      ];
    }),
};

function namesOneBuild(text: string): boolean {
  const image = parseImageReference(text);
  return image?.digest !== undefined || (image?.tag !== undefined && image.tag !== "latest");
}
