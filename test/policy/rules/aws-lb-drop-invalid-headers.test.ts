import { awsLbDropInvalidHeaders } from "../../../policy/rules/aws-lb-drop-invalid-headers.ts";
import { describeAwsRule, loadBalancer } from "../aws-resources.ts";
import { UNKNOWN_FLAG, UNKNOWN_TEXT } from "../judge.ts";

const mustBeTrue = (got: string) => `dropInvalidHeaderFields: must be true, got ${got}. Set it.`;

describeAwsRule(awsLbDropInvalidHeaders, {
  accepts: [
    ["one that does", loadBalancer()],
    ["the same with its type named", loadBalancer({ loadBalancerType: "application" })],
    ["an answer that a preview cannot know", loadBalancer({ dropInvalidHeaderFields: UNKNOWN_FLAG })],
  ],
  refuses: [
    ["one that does not", loadBalancer({ dropInvalidHeaderFields: false }), [mustBeTrue("false")]],
    ["one that does not say", loadBalancer({ dropInvalidHeaderFields: undefined }), [mustBeTrue("nothing")]],
    [
      "one whose type a preview cannot know",
      loadBalancer(
        { dropInvalidHeaderFields: false, loadBalancerType: UNKNOWN_TEXT },
        "aws:alb/loadBalancer:LoadBalancer",
      ),
      [mustBeTrue("false")],
    ],
  ],
  appliesNotTo: [
    [
      "a network load balancer",
      loadBalancer({ dropInvalidHeaderFields: undefined, loadBalancerType: "network" }),
      "Judges application load balancers",
    ],
  ],
});
