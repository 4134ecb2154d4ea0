import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { TAG } from "../../model/aws/tags.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { inputOf } from "../judged-input.ts";
import { tidegate } from "../frameworks.ts";
import type { Rule } from "../rule.ts";

/** Nothing counts as released that was not seen healthy. */
export const awsEcsHealthCheck: Rule = {
  id: "aws-ecs-health-check",
  title: "ECS: health check",
  group: "aws",
  description:
    "Every essential container of a task definition has a health check of its own, but for the tasks of a color, which the load balancer asks, and for " +
    "those that end by themselves.",
  rationale:
    "Without one, a container that hangs counts as running. A load balancer asks only behind its own port, and a task definition does not tell whether there is one.",
  severity: "medium",
  framework: tidegate("Health check", "Every container that a service needs proves that it works."),
  remediation:
    "Set `healthCheck` with a command that asks the app, or `essential: false` for a container the service can do without.",
  example: {
    refused: '{ "name": "shop" }',
    accepted: '{ "name": "shop", "healthCheck": { "command": ["CMD", "/app/health"] } }',
  },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) => {
    const tags = inputOf(resource, "tags");
    if (tags.at(TAG.job).value !== undefined) {
      return { notApplicable: "Its tasks end by themselves, and their exit code says how that went" };
    }
    if (tags.at(TAG.release).value !== undefined) {
      return { notApplicable: "The load balancer checks the tasks of a color, by the health check of their release" };
    }
    return judgeEcsContainers(resource, (container) => {
      if (container.at("essential").value === false) return [];
      const command = container.at("healthCheck").at("command");
      const [how, what] = command.items();
      if ((how?.value === "CMD" || how?.value === "CMD-SHELL") && what !== undefined) return [];
      return [`${command.path}: must ask the app, got ${command.got}. Begin it with "CMD" or "CMD-SHELL".`];
    });
  },
};
