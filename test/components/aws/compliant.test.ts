import { describe, expect, it } from "vitest";
import { AWS_RULES } from "../../../policy/groups/aws.ts";
import { judge } from "../../policy/judge.ts";
import { find } from "../registrations.ts";
import { production } from "./production.ts";

const SECRET_FILES = { image: `registry.test/secret-files:1@sha256:${"b".repeat(64)}` };
const SMOKE_TASK = { image: `registry.test/agent:1@sha256:${"c".repeat(64)}` };

describe("what Tidegate makes on AWS", () => {
  it.each([
    ["on Fargate", {}, false],
    ["on Fargate, in a preview", {}, true],
    ["on instances", { capacityProvider: "instances" }, false],
    ["with secrets as files", { secretFiles: SECRET_FILES }, false],
    ["with a task that sends smoke requests", { smokeTask: SMOKE_TASK }, false],
  ])("breaks no rule of production %s", async (_where, change, preview) => {
    const resources = await production(change, preview);
    const judged = new Set<string>();
    const found: unknown[] = [];
    for (const { type, name, inputs } of resources) {
      for (const rule of AWS_RULES.filter(({ judges }) => judges.includes(type))) {
        judged.add(rule.id);
        const judgement = await judge(rule, { type, props: inputs }, { stack: "prod" });
        if (Array.isArray(judgement) && judgement.length > 0) found.push([name, rule.id, judgement]);
      }
    }
    expect(found).toEqual([]);
    expect([...judged].toSorted()).toEqual(AWS_RULES.map(({ id }) => id).toSorted());
  });
});

describe("what production must not have on AWS", () => {
  it.each<[string, string, [type: string, name: string], object, string]>([
    [
      "a public address of a task",
      "aws-ecs-no-public-ip",
      ["Service", "shop-blue"],
      { networkConfiguration: { assignPublicIp: true } },
      "networkConfiguration.assignPublicIp: must not be set, got true. Remove it and use private subnets.",
    ],
    [
      "a shell in a task",
      "aws-ecs-no-execute-command",
      ["Service", "shop-blue"],
      { enableExecuteCommand: true },
      "enableExecuteCommand: must not be set, got true. Remove it: it gives a shell in every task.",
    ],
    [
      "a load balancer without access logs",
      "aws-lb-access-logs",
      ["LoadBalancer", "aws"],
      { accessLogs: undefined },
      "accessLogs.enabled: must be true, got nothing. Set it, with a bucket.",
    ],
    [
      "answers in clear",
      "aws-lb-https-only",
      ["Listener", "aws-http"],
      { defaultActions: [{ type: "forward", targetGroupArn: "arn:t" }] },
      'defaultActions.0.type: must redirect to HTTPS, got "forward". Use type "redirect" with protocol "HTTPS".',
    ],
    [
      "tasks that everybody may connect to",
      "aws-vpc-no-open-ingress",
      ["SecurityGroupIngressRule", "aws-tasks-from-load-balancer"],
      { cidrIpv4: "0.0.0.0/0" },
      'cidrIpv4: must not let everybody in on ports 1 to 65535, got "0.0.0.0/0". Name the networks.',
    ],
  ])("is %s, which %s refuses", async (_what, id, [type, name], change, message) => {
    const rule = AWS_RULES.find((each) => each.id === id);
    const registered = await production();
    const { type: token, inputs } = find(registered, type, name);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const judgement = (props: Record<string, unknown>) => judge(rule, { type: token, props }, { stack: "prod" });
    expect(await judgement(inputs)).toEqual([]);
    expect(await judgement({ ...inputs, ...change })).toEqual([message]);
  });
});
