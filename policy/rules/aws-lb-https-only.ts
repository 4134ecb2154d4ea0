import { LISTENERS } from "../aws-types.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { protocolOf } from "../load-balancers.ts";
import { awsFoundational } from "../aws-framework.ts";
import type { Rule } from "../rule.ts";

/** Nobody is answered in clear. */
export const awsLbHttpsOnly: Rule = {
  id: "aws-lb-https-only",
  title: "Load balancer: HTTPS only",
  group: "aws",
  description: "Listeners that speak HTTP do nothing but redirect to HTTPS.",
  rationale: "A page served in clear can be read and changed on its way, session and password included.",
  severity: "high",
  framework: awsFoundational(
    "ELB.1",
    "Application Load Balancer should be configured to redirect all HTTP requests to HTTPS.",
  ),
  remediation: "Give the listener one default action: `redirect` to protocol HTTPS.",
  example: {
    refused: "defaultActions: [{ type: forward, targetGroupArn: … }]",
    accepted: "defaultActions: [{ type: redirect, redirect: { protocol: HTTPS, statusCode: HTTP_301 } }]",
  },
  judges: LISTENERS,
  judge: (resource) => {
    const protocol = protocolOf(resource);
    if (protocol === UNKNOWN) return [];
    if (protocol !== "HTTP") return { notApplicable: "Does not listen for HTTP" };
    const actions = inputOf(resource, "defaultActions");
    if (actions.isUnknown) return [];
    if (actions.items().length === 0) return [`${actions.path}: must redirect to HTTPS, got ${actions.got}. ${REMEDY}`];
    return actions.items().flatMap((action) => {
      const [type, protocol] = [action.at("type"), action.at("redirect").at("protocol")];
      const wrong = isOther(type, "redirect") ? type : isOther(protocol, "HTTPS") ? protocol : undefined;
      return wrong === undefined ? [] : [`${wrong.path}: must redirect to HTTPS, got ${wrong.got}. ${REMEDY}`];
    });
  },
};

const REMEDY = 'Use type "redirect" with protocol "HTTPS".';

function isOther({ value, isUnknown }: JudgedInput, wanted: string): boolean {
  return !isUnknown && value !== wanted;
}
