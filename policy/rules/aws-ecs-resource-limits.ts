import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { inputOf } from "../judged-input.ts";
import { tidegate } from "../frameworks.ts";
import type { Rule } from "../rule.ts";

/** No container takes what its neighbours need. */
export const awsEcsResourceLimits: Rule = {
  id: "aws-ecs-resource-limits",
  title: "ECS: resource limits",
  group: "aws",
  description: "Every container has a hard limit of memory and a share of CPU of its own, or its task has.",
  rationale: "A leak in one container takes the instance's memory, and the kernel then ends whatever it likes.",
  severity: "medium",
  framework: tidegate("Resource limits", "Memory and CPU of every container are bounded."),
  remediation:
    "Set `memory` and `cpu` of the task, as Fargate demands, or of every container. `memoryReservation` is no limit.",
  example: {
    refused: '{ "name": "shop", "memoryReservation": 256 }',
    accepted: '{ "name": "shop", "memory": 256, "cpu": 256 }',
  },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) => {
    const unbounded = (["memory", "cpu"] as const).filter((limit) => {
      const ofTask = inputOf(resource, limit);
      return !ofTask.isUnknown && !isLimit(ofTask.value);
    });
    return judgeEcsContainers(resource, (container) =>
      unbounded
        .map((limit) => container.at(limit))
        .filter(({ value }) => !isLimit(value))
        .map(({ path, got }) => `${path}: must be above 0, here or for the whole task, got ${got}. Set it.`),
    );
  },
};

/** The task's limits are texts (`256`, `1 vCPU`, `2 GB`), the containers' are numbers. */
function isLimit(value: unknown): boolean {
  return typeof value === "string" ? Number.parseFloat(value) > 0 : typeof value === "number" && value > 0;
}
