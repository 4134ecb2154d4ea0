import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** What a container writes outlives it. */
export const awsEcsLogConfiguration: Rule = {
  id: "aws-ecs-log-configuration",
  title: "ECS: log configuration",
  group: "aws",
  description: "Every container of a task definition sends its logs somewhere.",
  rationale: "Without it, why a release failed is gone with the task that failed.",
  severity: "medium",
  framework: awsFoundational("ECS.9", "ECS task definitions should have a logging configuration."),
  remediation: "Set `logConfiguration`, for instance with log driver `awslogs` and a log group.",
  example: {
    refused: '{ "name": "shop" }',
    accepted: '{ "name": "shop", "logConfiguration": { "logDriver": "awslogs" } }',
  },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    judgeEcsContainers(resource, (container) => {
      const driver = container.at("logConfiguration").at("logDriver");
      if (driver.text !== undefined && driver.text !== "" && driver.text !== "none") return [];
      return [`${driver.path}: must name a log driver, got ${driver.got}. Set it, for instance to "awslogs".`];
    }),
};
