import { secretSign } from "../../model/secrets/secret-sign.ts";
import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { JudgedInput } from "../judged-input.ts";
import { namedTexts, type NamedText } from "../named-texts.ts";
import type { Rule } from "../rule.ts";

/** Names a secret where it is kept, in a container's `secrets` and in its log driver's `secretOptions`. */
const REFERENCE = "valueFrom";

/** A task definition is readable for everybody who may describe it, and every revision of it stays. Never prints a value. */
export const awsEcsNoPlaintextSecret: Rule = {
  id: "aws-ecs-no-plaintext-secret",
  title: "ECS: no plaintext secret",
  group: "aws",
  description:
    "No text of a container is a secret: by name, known format or randomness. Its `secrets` say where one is kept.",
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
      textsOf(container).flatMap(({ path, name, text }) => {
        const sign = secretSign(text, name);
        if (sign === undefined) return [];
        const instead = path.startsWith("logConfiguration.") ? "secretOptions" : "secrets";
        return [
          `${container.path}.${path}: must not be a secret, got one by ${sign}. ` +
            `Name it in \`${instead}\` instead, with the ARN of where it is kept.`,
        ];
      }),
    ),
};

/** Everything a container is told in plain text. A variable goes by its name, not by its place in the list. */
function textsOf(container: JudgedInput): Pick<NamedText, "path" | "name" | "text">[] {
  const variables = container
    .at("environment")
    .items()
    .map((variable) => {
      const name = variable.at("name").text;
      return { path: `environment.${name ?? "?"}`, name, text: variable.at("value").text ?? "" };
    });
  const others = namedTexts(container.value).filter(({ path }) => !path.startsWith("environment."));
  return [...variables, ...others.filter(({ name }) => name !== REFERENCE)];
}
