import { ECS_SERVICE } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** Traffic comes through the load balancer only. */
export const awsEcsNoPublicIp: Rule = {
  id: "aws-ecs-no-public-ip",
  title: "ECS: no public address",
  group: "aws",
  description: "Tasks of a service get no public address.",
  rationale:
    "A task with an address of its own is reached past the load balancer: without its TLS, its rules and its logs, and whichever color it is.",
  severity: "high",
  framework: awsFoundational(
    "ECS.2",
    "ECS services should not have public IP addresses assigned to them automatically.",
  ),
  remediation: "Remove `assignPublicIp` and run the tasks in private subnets.",
  example: {
    refused: "networkConfiguration: { assignPublicIp: true }",
    accepted: "networkConfiguration: { assignPublicIp: false }",
  },
  judges: [ECS_SERVICE],
  judge: (resource) => {
    const assign = inputOf(resource, "networkConfiguration").at("assignPublicIp");
    return assign.value === true
      ? [`${assign.path}: must not be set, got true. Remove it and use private subnets.`]
      : [];
  },
};
