import { ECS_TASK_DEFINITION } from "../aws-types.ts";
import { judgeEcsContainers } from "../ecs-containers.ts";
import { inputOf } from "../judged-input.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** Containers run as a numbered user who is nobody on the instance. */
export const awsEcsNonRootUser: Rule = {
  id: "aws-ecs-non-root-user",
  title: "ECS: non-root user",
  group: "aws",
  description:
    "Every Linux container of a task definition names the user it runs as, and its group if any, by a number other than 0.",
  rationale:
    "Root in a container is root on the instance as soon as it gets out, and without a user the image decides.",
  severity: "high",
  framework: awsFoundational(
    "ECS.20",
    "ECS task definitions should configure non-root users in Linux container definitions.",
  ),
  remediation: 'Set `user` to a user and group of your own, such as "10001:10001".',
  example: { refused: '{ "name": "shop", "user": "root" }', accepted: '{ "name": "shop", "user": "10001:10001" }' },
  judges: [ECS_TASK_DEFINITION],
  judge: (resource) => {
    const system = inputOf(resource, "runtimePlatform").at("operatingSystemFamily").text ?? "LINUX";
    if (system.startsWith("WINDOWS")) return { notApplicable: "Windows knows no user numbers" };
    return judgeEcsContainers(resource, (container) => {
      const user = container.at("user");
      if (NUMERIC_NON_ROOT.test(user.text ?? "")) return [];
      return [`${user.path}: must be a numeric user other than root, got ${user.got}. Write it like "10001:10001".`];
    });
  },
};

const NUMERIC_NON_ROOT = /^0*[1-9]\d*(?::0*[1-9]\d*)?$/;
