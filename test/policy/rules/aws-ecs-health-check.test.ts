import { awsEcsHealthCheck } from "../../../policy/rules/aws-ecs-health-check.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const mustAsk = (got: string) =>
  `containerDefinitions.shop.healthCheck.command: must ask the app, got ${got}. Begin it with "CMD" or "CMD-SHELL".`;

describeEcsContainerRule(awsEcsHealthCheck, {
  accepts: [
    ["a check run by a shell", task({ healthCheck: { command: ["CMD-SHELL", "curl -f localhost"] } })],
    ["a container that the service can do without", task({ healthCheck: undefined, essential: false })],
  ],
  appliesNotTo: [
    [
      "the tasks of a color of Tidegate",
      task({ healthCheck: undefined }, { tags: { "tidegate:release": "0e1b2f8d1c0a4c5e" } }),
      "The load balancer checks the tasks of a color, by the health check of their release",
    ],
    [
      "tasks that end by themselves",
      task({ healthCheck: undefined }, { tags: { "tidegate:job": "smoke" } }),
      "Its tasks end by themselves, and their exit code says how that went",
    ],
  ],
  refuses: [
    [
      "no check of a task that is only called like one of a color",
      task({ healthCheck: undefined }, { tags: { release: "0e1b2f8d1c0a4c5e" } }),
      [mustAsk("nothing")],
    ],
    ["no check", task({ healthCheck: undefined }), [mustAsk("nothing")]],
    [
      "no check of one that is essential by default",
      task({ healthCheck: undefined, essential: undefined }),
      [mustAsk("nothing")],
    ],
    ["a check without a command", task({ healthCheck: { interval: 5 } }), [mustAsk("nothing")]],
    ["a check switched off", task({ healthCheck: { command: ["NONE"] } }), [mustAsk('["NONE"]')]],
    ["a command that runs nothing", task({ healthCheck: { command: ["CMD"] } }), [mustAsk('["CMD"]')]],
    [
      "a command without its kind",
      task({ healthCheck: { command: ["/app/health", "-v"] } }),
      [mustAsk('["/app/health","-v"]')],
    ],
  ],
});
