import { LOAD_BALANCERS } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { judgeApplicationLoadBalancer } from "../load-balancers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** Who asked what can be looked up afterwards. */
export const awsLbAccessLogs: Rule = {
  id: "aws-lb-access-logs",
  title: "Load balancer: access logs",
  group: "aws",
  description: "Application load balancers write access logs.",
  rationale: "Without them nobody can tell which requests failed during a release, or what an attacker asked for.",
  severity: "medium",
  framework: awsFoundational("ELB.5", "Application and Classic Load Balancers logging should be enabled."),
  remediation: "Set `accessLogs` with a bucket and `enabled: true`.",
  example: { refused: "accessLogs: { bucket: logs }", accepted: "accessLogs: { bucket: logs, enabled: true }" },
  judges: LOAD_BALANCERS,
  judge: (resource) =>
    judgeApplicationLoadBalancer(resource, () => {
      const enabled = inputOf(resource, "accessLogs").at("enabled");
      if (enabled.value === true || enabled.isUnknown) return [];
      return [`${enabled.path}: must be true, got ${enabled.got}. Set it, with a bucket.`];
    }),
};
