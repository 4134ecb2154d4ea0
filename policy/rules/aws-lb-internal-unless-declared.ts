import { LOAD_BALANCERS } from "../aws-types.ts";
import { inputOf } from "../judged-input.ts";
import { tidegate } from "../frameworks.ts";
import type { Rule } from "../rule.ts";

/** What faces the internet was meant to. */
export const awsLbInternalUnlessDeclared: Rule = {
  id: "aws-lb-internal-unless-declared",
  title: "Load balancer: internal unless declared",
  group: "aws",
  description: "A load balancer is internal, or its tag `public` says that it is not.",
  rationale:
    "A load balancer faces the internet unless told otherwise, so that forgetting one word opens what was meant for the inside.",
  severity: "high",
  framework: tidegate("Safe defaults", "Opening something up is explicit."),
  remediation: 'Set `internal: true`; or, for one that is meant for everybody, the tag `public: "true"`.',
  example: { refused: "internal: false", accepted: 'internal: false, tags: { public: "true" }' },
  judges: LOAD_BALANCERS,
  judge: (resource) => {
    if (inputOf(resource, "loadBalancerType").value === "gateway") {
      return { notApplicable: "A gateway load balancer faces no client" };
    }
    const internal = inputOf(resource, "internal");
    const declared = inputOf(resource, "tags").at("public");
    if (internal.value === true || internal.isUnknown || declared.value === "true" || declared.isUnknown) return [];
    return [
      `${internal.path}: must be true, got ${internal.got}. Set it, or tag the load balancer \`public: "true"\`.`,
    ];
  },
};
