import { awsEcsDeploymentCircuitBreaker } from "../../../policy/rules/aws-ecs-deployment-circuit-breaker.ts";
import { describeAwsRule, service } from "../aws-resources.ts";
import { UNKNOWN_FLAG, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const NO_BREAKER = { deploymentCircuitBreaker: undefined };
const mustBeTrue = (part: string, got: string) =>
  `deploymentCircuitBreaker.${part}: must be true, got ${got}. Set it, so that a bad deployment is taken back.`;

describeAwsRule(awsEcsDeploymentCircuitBreaker, {
  accepts: [
    ["a breaker that rolls back", service()],
    ["the same with the controller named", service({ deploymentController: { type: "ECS" } })],
    ["a service that CodeDeploy deploys", service({ deploymentController: { type: "CODE_DEPLOY" }, ...NO_BREAKER })],
    [
      "a controller that a preview cannot know",
      service({ deploymentController: { type: UNKNOWN_TEXT }, ...NO_BREAKER }),
    ],
    ["a breaker that a preview cannot know", service({ deploymentCircuitBreaker: UNKNOWN_OBJECT })],
  ],
  refuses: [
    ["no breaker", service(NO_BREAKER), [mustBeTrue("enable", "nothing"), mustBeTrue("rollback", "nothing")]],
    [
      "a breaker switched off",
      service({ deploymentCircuitBreaker: { enable: false, rollback: true } }),
      [mustBeTrue("enable", "false")],
    ],
    [
      "one that leaves the broken deployment there",
      service({ deploymentCircuitBreaker: { enable: UNKNOWN_FLAG, rollback: false } }),
      [mustBeTrue("rollback", "false")],
    ],
  ],
  appliesNotTo: [
    [
      "a service with a controller of its own",
      service({ deploymentController: { type: "EXTERNAL" }, ...NO_BREAKER }),
      "Deployed by a controller of its own",
    ],
  ],
});
