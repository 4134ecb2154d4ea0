import { awsLbInternalUnlessDeclared } from "../../../policy/rules/aws-lb-internal-unless-declared.ts";
import { describeAwsRule, loadBalancer } from "../aws-resources.ts";
import { UNKNOWN_FLAG, UNKNOWN_OBJECT } from "../judge.ts";

const mustBeTrue = (got: string) =>
  `internal: must be true, got ${got}. Set it, or tag the load balancer \`public: "true"\`.`;

describeAwsRule(awsLbInternalUnlessDeclared, {
  accepts: [
    ["an internal one", loadBalancer()],
    ["one that is declared public", loadBalancer({ internal: false, tags: { public: "true" } })],
    ["one that is declared public, by default", loadBalancer({ internal: undefined, tags: { public: "true" } })],
    ["an answer that a preview cannot know", loadBalancer({ internal: UNKNOWN_FLAG })],
    ["tags that a preview cannot know", loadBalancer({ internal: false, tags: UNKNOWN_OBJECT })],
  ],
  refuses: [
    ["one that faces the internet", loadBalancer({ internal: false }), [mustBeTrue("false")]],
    ["one that does so by default", loadBalancer({ internal: undefined }), [mustBeTrue("nothing")]],
    [
      "a network load balancer",
      loadBalancer({ internal: false, loadBalancerType: "network" }, "aws:alb/loadBalancer:LoadBalancer"),
      [mustBeTrue("false")],
    ],
    [
      "one that is declared otherwise",
      loadBalancer({ internal: false, tags: { public: "false" } }),
      [mustBeTrue("false")],
    ],
  ],
  appliesNotTo: [
    [
      "a gateway load balancer",
      loadBalancer({ internal: undefined, loadBalancerType: "gateway" }),
      "A gateway load balancer faces no client",
    ],
  ],
});
