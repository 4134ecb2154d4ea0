import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** A privileged container is root on the instance it runs on. */
export const awsEcsNoPrivileged: Rule = {
  id: "aws-ecs-no-privileged",
  title: "ECS: no privileged container",
  group: "aws",
  description: "No container of a task definition runs in privileged mode.",
  rationale:
    "A privileged container has every capability and every device of the instance; a break-in owns it, and its role.",
  severity: "critical",
  framework: awsFoundational("ECS.4", "ECS containers should run as non-privileged."),
  remediation: "Remove `privileged` from the container, or move the task to Fargate, which has none.",
  example: { refused: '{ "name": "shop", "privileged": true }', accepted: '{ "name": "shop", "privileged": false }' },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    judgeEcsContainers(resource, (container) => {
      const privileged = container.at("privileged");
      return privileged.value === true ? [`${privileged.path}: must not be set, got true. Remove it.`] : [];
    }),
};
