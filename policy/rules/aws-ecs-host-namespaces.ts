import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** A container sees itself, not the instance. */
export const awsEcsHostNamespaces: Rule = {
  id: "aws-ecs-host-namespaces",
  title: "ECS: no host namespace",
  group: "aws",
  description: "No task shares the instance's processes, its inter-process memory or its network.",
  rationale:
    "A container in the instance's namespaces sees and signals everybody's processes, reads their memory, and reaches the instance's credentials.",
  severity: "critical",
  framework: awsFoundational(
    "ECS.3, ECS.17",
    "ECS task definitions should not share the host's process namespace, nor use host network mode.",
  ),
  remediation: "Remove `pidMode` and `ipcMode`, and use `networkMode: awsvpc`.",
  example: { refused: "networkMode: host", accepted: "networkMode: awsvpc" },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    ["pidMode", "ipcMode", "networkMode"]
      .map((mode) => inputOf(resource, mode))
      .filter(({ value }) => value === "host")
      .map(
        ({ path }) =>
          `${path}: must not be the instance's own, got "host". ${path === "networkMode" ? 'Use "awsvpc"' : "Remove it"}.`,
      ),
};
