import { LISTENERS } from "../aws-types.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf } from "../judged-input.ts";
import { protocolOf } from "../load-balancers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** What is encrypted is encrypted well enough. */
export const awsLbTlsPolicy: Rule = {
  id: "aws-lb-tls-policy",
  title: "Load balancer: TLS policy",
  group: "aws",
  description: "Listeners that speak TLS take TLS 1.2 or later only.",
  rationale: "Older TLS can be forced down and read. Without a policy AWS takes one of 2016 that allows TLS 1.0.",
  severity: "high",
  framework: awsFoundational(
    "ELB.17",
    "Application and Network Load Balancers with listeners should use recommended security policies.",
  ),
  remediation: "Set `sslPolicy` to `ELBSecurityPolicy-TLS13-1-2-2021-06`, or to a stricter one.",
  example: {
    refused: "sslPolicy: ELBSecurityPolicy-2016-08",
    accepted: "sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06",
  },
  judges: LISTENERS,
  judge: (resource) => {
    const protocol = protocolOf(resource);
    if (protocol === UNKNOWN) return [];
    if (protocol !== "HTTPS" && protocol !== "TLS") return { notApplicable: "Listens without TLS" };
    const policy = inputOf(resource, "sslPolicy");
    if (policy.isUnknown || AT_LEAST_TLS_1_2.test(policy.text ?? "")) return [];
    return [
      `${policy.path}: must allow TLS 1.2 and later only, got ${policy.got}. Use "ELBSecurityPolicy-TLS13-1-2-2021-06".`,
    ];
  },
};

/** The number after `TLS13` is the oldest version allowed. */
const AT_LEAST_TLS_1_2 = /^ELBSecurityPolicy-(?:TLS13-1-[23]|TLS-1-2|FS-1-2)-/;
