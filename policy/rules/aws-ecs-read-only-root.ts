import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** What runs is what the image holds: nobody changes a program in place. */
export const awsEcsReadOnlyRoot: Rule = {
  id: "aws-ecs-read-only-root",
  title: "ECS: read-only root",
  group: "aws",
  description: "The root file system of every container of a task definition is read-only.",
  rationale: "Who breaks into a container that can write changes its programs and stays.",
  severity: "medium",
  framework: awsFoundational("ECS.5", "ECS containers should be limited to read-only access to root filesystems."),
  remediation: "Set `readonlyRootFilesystem` to true, and mount a volume for what the app writes.",
  example: { refused: '{ "name": "shop" }', accepted: '{ "name": "shop", "readonlyRootFilesystem": true }' },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    judgeEcsContainers(resource, (container) => {
      const readOnly = container.at("readonlyRootFilesystem");
      if (readOnly.value === true) return [];
      return [
        `${readOnly.path}: must be true, got ${readOnly.got}. Set it, and mount a volume for what the app writes.`,
      ];
    }),
};
