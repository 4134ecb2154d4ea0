import { ECS_SERVICE } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { tidegate } from "../frameworks.ts";
import type { Rule } from "../rule.ts";

/** A deployment that cannot succeed ends, and is taken back. */
export const awsEcsDeploymentCircuitBreaker: Rule = {
  id: "aws-ecs-deployment-circuit-breaker",
  title: "ECS: deployment circuit breaker",
  group: "aws",
  description: "A service rolls back a deployment whose tasks do not start, or is deployed by CodeDeploy.",
  rationale: "Without it, ECS starts broken tasks for hours, the old ones are drained meanwhile, and nobody is told.",
  severity: "high",
  framework: tidegate("No cutover without proof", "A release that does not prove healthy is taken back by itself."),
  remediation: "Set `deploymentCircuitBreaker: { enable: true, rollback: true }`.",
  example: {
    refused: "deploymentCircuitBreaker: { enable: false, rollback: false }",
    accepted: "deploymentCircuitBreaker: { enable: true, rollback: true }",
  },
  judges: [ECS_SERVICE],
  judge: (resource) => {
    const controller = inputOf(resource, "deploymentController").at("type");
    if (controller.isUnknown || controller.value === "CODE_DEPLOY") return [];
    if (controller.value === "EXTERNAL") return { notApplicable: "Deployed by a controller of its own" };
    const breaker = inputOf(resource, "deploymentCircuitBreaker");
    return [breaker.at("enable"), breaker.at("rollback")]
      .filter(({ value, isUnknown }) => value !== true && !isUnknown)
      .map(({ path, got }) => `${path}: must be true, got ${got}. Set it, so that a bad deployment is taken back.`);
  },
};
