import { awsLbAccessLogs } from "../../../policy/rules/aws-lb-access-logs.ts";
import { describeAwsRule, loadBalancer } from "../aws-resources.ts";
import { UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const mustBeTrue = (got: string) => `accessLogs.enabled: must be true, got ${got}. Set it, with a bucket.`;

describeAwsRule(awsLbAccessLogs, {
  accepts: [
    ["one that does", loadBalancer()],
    ["the same with its type named", loadBalancer({ loadBalancerType: "application" })],
    ["an answer that a preview cannot know", loadBalancer({ accessLogs: UNKNOWN_OBJECT })],
  ],
  refuses: [
    ["one that does not", loadBalancer({ accessLogs: { bucket: "logs", enabled: false } }), [mustBeTrue("false")]],
    ["one that does not say", loadBalancer({ accessLogs: undefined }), [mustBeTrue("nothing")]],
    ["logs that nobody switched on", loadBalancer({ accessLogs: { bucket: "logs" } }), [mustBeTrue("nothing")]],
    [
      "one whose type a preview cannot know",
      loadBalancer(
        { accessLogs: { bucket: "logs", enabled: false }, loadBalancerType: UNKNOWN_TEXT },
        "aws:alb/loadBalancer:LoadBalancer",
      ),
      [mustBeTrue("false")],
    ],
  ],
  appliesNotTo: [
    [
      "a network load balancer",
      loadBalancer({ accessLogs: undefined, loadBalancerType: "network" }),
      "Judges application load balancers",
    ],
  ],
});
