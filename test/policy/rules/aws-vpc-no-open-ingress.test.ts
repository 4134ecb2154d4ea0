import { SECURITY_GROUPS } from "../../../policy/aws-types.ts";
import { awsVpcNoOpenIngress } from "../../../policy/rules/aws-vpc-no-open-ingress.ts";
import { describeAwsRule } from "../aws-resources.ts";
import { UNKNOWN_LIST, UNKNOWN_NUMBER, UNKNOWN_TEXT } from "../judge.ts";

const PORT = { ipProtocol: "tcp", fromPort: 8443, toPort: 8443 };
const rule = (change: object) => ({
  type: SECURITY_GROUPS.ingressRule,
  props: { securityGroupId: "sg", ...PORT, ...change },
});
const group = (ingress: unknown) => ({ type: SECURITY_GROUPS.group, props: { vpcId: "vpc", ingress } });
const older = (change: object) => ({
  type: SECURITY_GROUPS.olderRule,
  props: { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, ...change },
});

describeAwsRule(awsVpcNoOpenIngress, {
  accepts: [
    ["a certain network", rule({ cidrIpv4: "10.0.0.0/8" })],
    ["whatever is in another group", rule({ referencedSecurityGroupId: "sg-1" })],
    ["everybody on port 443", rule({ cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 })],
    ["everybody on port 80", rule({ cidrIpv6: "::/0", fromPort: 80, toPort: 80 })],
    ["a network that a preview cannot know", rule({ cidrIpv4: UNKNOWN_TEXT })],
    ["a port that a preview cannot know", rule({ cidrIpv4: "0.0.0.0/0", fromPort: UNKNOWN_NUMBER })],
    ["a group without rules of its own", group(undefined)],
    ["rules that a preview cannot know", group(UNKNOWN_LIST)],
    ["a certain network in a rule of the older kind", older({ cidrBlocks: ["10.0.0.0/8"] })],
  ],
  refuses: [
    [
      "everybody on another port",
      rule({ cidrIpv4: "0.0.0.0/0" }),
      ['cidrIpv4: must not let everybody in on port 8443, got "0.0.0.0/0". Name the networks.'],
    ],
    [
      "everybody on ports around a public one",
      rule({ cidrIpv6: "::/0", fromPort: 443, toPort: 445 }),
      ['cidrIpv6: must not let everybody in on ports 443 to 445, got "::/0". Name the networks.'],
    ],
    [
      "everybody by every protocol",
      rule({ ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", fromPort: undefined, toPort: undefined }),
      ['cidrIpv4: must not let everybody in on every port, got "0.0.0.0/0". Name the networks.'],
    ],
    [
      "everybody in a group's own rules",
      group([
        { ...PORT, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] },
        { ...PORT, fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
      ]),
      ['ingress.0.cidrBlocks.1: must not let everybody in on port 8443, got "0.0.0.0/0". Name the networks.'],
    ],
    [
      "everybody in a rule of the older kind",
      older({ ipv6CidrBlocks: ["::/0"] }),
      ['ipv6CidrBlocks.0: must not let everybody in on port 22, got "::/0". Name the networks.'],
    ],
  ],
  appliesNotTo: [["a way out", older({ type: "egress", cidrBlocks: ["0.0.0.0/0"] }), "Says where one may connect to"]],
});
