import { ECS_SERVICE } from "../aws-types.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import type { Rule } from "../rule.ts";

/** Nobody gets a shell in a task. */
export const awsEcsNoExecuteCommand: Rule = {
  id: "aws-ecs-no-execute-command",
  title: "ECS: no commands in tasks",
  group: "aws",
  description: "Nobody can run commands in the tasks of a service.",
  rationale:
    "Whoever may call ECS gets a shell beside the app, with its secrets and its role, and can change what no release says.",
  severity: "high",
  framework: tidegate("Containers are sealed", "What runs is what was released: nobody changes it from within."),
  remediation: "Remove `enableExecuteCommand`; look into a task by its logs.",
  example: { refused: "enableExecuteCommand: true", accepted: "enableExecuteCommand: false" },
  judges: [ECS_SERVICE],
  judge: (resource) => {
    const enabled = inputOf(resource, "enableExecuteCommand");
    return enabled.value === true
      ? [`${enabled.path}: must not be set, got true. Remove it: it gives a shell in every task.`]
      : [];
  },
};
