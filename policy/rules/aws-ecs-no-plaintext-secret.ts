import { secretSign } from "../../model/secrets/secret-sign.ts";
import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** A task definition is readable for everybody who may describe it, and every revision of it stays. Never prints a value. */
export const awsEcsNoPlaintextSecret: Rule = {
  id: "aws-ecs-no-plaintext-secret",
  title: "ECS: no plaintext secret",
  group: "aws",
  description: "No variable in a container's `environment` is a secret: by name, known format or randomness.",
  rationale:
    "Whoever may describe the task definition has the secret, also from a revision that was deregistered long ago.",
  severity: "critical",
  framework: awsFoundational("ECS.8", "Secrets should not be passed as container environment variables."),
  remediation:
    "Keep the value in Secrets Manager or Parameter Store and name it in the container's `secrets`. A value that was readable is known: replace it.",
  example: {
    refused: '"environment": [{ "name": "API_TOKEN", "value": "…" }]',
    accepted: '"secrets": [{ "name": "API_TOKEN", "valueFrom": "arn:aws:secretsmanager:…" }]',
  },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) =>
    judgeEcsContainers(resource, (container) =>
      container
        .at("environment")
        .items()
        .flatMap((variable) => {
          const name = variable.at("name").text;
          const sign = secretSign(variable.at("value").text ?? "", name);
          if (sign === undefined) return [];
          return [
            `${container.path}.environment.${name ?? "?"}: must not be a secret, got one by ${sign}. ` +
              "Name it in `secrets` instead, with the ARN of where it is kept.",
          ];
        }),
    ),
};
