import { describe, expect, it } from "vitest";
import type { Rule } from "../../policy/rule.ts";
import { judge, UNKNOWN_TEXT, type Registered } from "./judge.ts";

type Change = Record<string, unknown>;

/** A container that every rule of the group accepts, as a task definition's JSON has it. */
const COMPLIANT_CONTAINER = {
  name: "shop",
  image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1.4.2@sha256:${"a".repeat(64)}`,
  essential: true,
  user: "10001:10001",
  readonlyRootFilesystem: true,
  memory: 256,
  cpu: 256,
  environment: [{ name: "LOG_LEVEL", value: "info" }],
  secrets: [{ name: "API_TOKEN", valueFrom: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token" }],
  healthCheck: { command: ["CMD", "/app/health"] },
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "shop" } },
};

/** A task definition with one container, changed in the named fields; undefined leaves one out. */
export function task(container: Change = {}, inputs: Change = {}): Registered {
  const containerDefinitions = JSON.stringify([{ ...COMPLIANT_CONTAINER, ...container }]);
  return {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    props: { family: "shop", networkMode: "awsvpc", containerDefinitions, ...inputs },
  };
}

export function service(change: Change = {}): Registered {
  const props = {
    taskDefinition: "shop:1",
    networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false },
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
  return { type: "aws:ecs/service:Service", props: { ...props, ...change } };
}

export function loadBalancer(change: Change = {}, type = "aws:lb/loadBalancer:LoadBalancer"): Registered {
  const accessLogs = { bucket: "logs", enabled: true };
  return { type, props: { internal: true, dropInvalidHeaderFields: true, accessLogs, ...change } };
}

export function listener(change: Change = {}, type = "aws:lb/listener:Listener"): Registered {
  const defaultActions = [{ type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:…" }];
  const props = { protocol: "HTTPS", port: 443, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions };
  return { type, props: { ...props, ...change } };
}

export interface AwsRuleCases {
  accepts: readonly [what: string, resource: Registered][];
  /** With every violation, word for word. */
  refuses: readonly [what: string, resource: Registered, violations: readonly string[]][];
  /** With the reason. */
  appliesNotTo?: readonly [what: string, resource: Registered, reason: string][];
}

/** Tests a rule on resources that differ from a compliant one in the named inputs only. */
export function describeAwsRule(rule: Rule, { accepts, refuses, appliesNotTo = [] }: AwsRuleCases): void {
  describe(rule.id, () => {
    it.each(accepts)("accepts %s", async (_what, resource) => {
      expect(await judge(rule, resource)).toEqual([]);
    });

    it.each(refuses)("refuses %s", async (_what, resource, violations) => {
      expect(await judge(rule, resource)).toEqual(violations);
    });

    const others = [
      [
        "a Docker container",
        { type: "docker:index/container:Container", props: {} },
        "Judges resources of other types",
      ],
    ] as const;
    it.each([...appliesNotTo, ...others])(
      "does not apply to %s, and says why",
      async (_what, resource, notApplicable) => {
        expect(await judge(rule, resource)).toEqual({ notApplicable });
      },
    );
  });
}

/** The same for a rule about the containers of a task definition: containers nobody can read are not waved through. */
export function describeEcsContainerRule(rule: Rule, { accepts, refuses, appliesNotTo = [] }: AwsRuleCases): void {
  const mustBe = (got: string) =>
    `containerDefinitions: must be a JSON list of containers, got ${got}. Write it with \`pulumi.jsonStringify\`.`;
  describeAwsRule(rule, {
    accepts: [
      ["a compliant container", task()],
      ["containers that a preview cannot know", task({}, { containerDefinitions: UNKNOWN_TEXT })],
      ...accepts,
    ],
    refuses: [
      ...refuses,
      ["a text that is no JSON", task({}, { containerDefinitions: "{" }), [mustBe("something else")]],
      ["JSON that is no list", task({}, { containerDefinitions: "{}" }), [mustBe("something else")]],
      ["a list of something else", task({}, { containerDefinitions: "[1]" }), [mustBe("something else")]],
      ["a list of nothing", task({}, { containerDefinitions: "[]" }), [mustBe("something else")]],
      ["a task definition without containers", task({}, { containerDefinitions: undefined }), [mustBe("nothing")]],
    ],
    appliesNotTo,
  });
}
