import { LOAD_BALANCERS } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { judgeApplicationLoadBalancer } from "../load-balancers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** What is no header does not reach the app. */
export const awsLbDropInvalidHeaders: Rule = {
  id: "aws-lb-drop-invalid-headers",
  title: "Load balancer: drop invalid headers",
  group: "aws",
  description: "Application load balancers drop header fields that are not valid.",
  rationale: "Headers that proxy and app read differently are how requests are smuggled past the proxy.",
  severity: "medium",
  framework: awsFoundational("ELB.4", "Application Load Balancer should be configured to drop invalid HTTP headers."),
  remediation: "Set `dropInvalidHeaderFields: true`.",
  example: { refused: "dropInvalidHeaderFields: false", accepted: "dropInvalidHeaderFields: true" },
  judges: LOAD_BALANCERS,
  judge: (resource) =>
    judgeApplicationLoadBalancer(resource, () => {
      const drop = inputOf(resource, "dropInvalidHeaderFields");
      return drop.value === true || drop.isUnknown ? [] : [`${drop.path}: must be true, got ${drop.got}. Set it.`];
    }),
};
