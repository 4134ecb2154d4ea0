import { awsFoundational } from "../aws-framework.ts";
import { SECURITY_GROUPS } from "../aws-types.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import type { JudgedResource, Rule } from "../rule.ts";

/** Ports that everybody may be let in on. */
const PUBLIC_PORTS = [80, 443];
const EVERYBODY = ["0.0.0.0/0", "::/0"];

/** The public reaches a load balancer's two ports, and nothing else. */
export const awsVpcNoOpenIngress: Rule = {
  id: "aws-vpc-no-open-ingress",
  title: "Security group: no open ports",
  group: "aws",
  description: "A security group lets everybody in on ports 80 and 443 alone.",
  rationale:
    "A port that is open to everybody is found within minutes: the app past its load balancer, or a release that nobody was to see yet.",
  severity: "high",
  framework: awsFoundational(
    "EC2.18",
    "Security groups should only allow unrestricted incoming traffic for authorized ports.",
  ),
  remediation: "Name the networks of those who may connect, or the security group of what does.",
  example: {
    refused: 'cidrIpv4: "0.0.0.0/0", fromPort: 8443, toPort: 8443',
    accepted: 'cidrIpv4: "10.0.0.0/8", fromPort: 8443, toPort: 8443',
  },
  judges: Object.values(SECURITY_GROUPS),
  judge: (resource) => {
    if (inputOf(resource, "type").value === "egress") return { notApplicable: "Says where one may connect to" };
    return openingsOf(resource).flatMap(({ from, to, networks }) => {
      const isPublic = from.isUnknown || (PUBLIC_PORTS.includes(Number(from.value)) && to.value === from.value);
      if (isPublic) return [];
      return networks
        .filter(({ text }) => text !== undefined && EVERYBODY.includes(text))
        .map(
          ({ path, got }) =>
            `${path}: must not let everybody in on ${portsText(from, to)}, got ${got}. Name the networks.`,
        );
    });
  },
};

/** Ports that a group opens, and to whom. */
interface Opening {
  from: JudgedInput;
  to: JudgedInput;
  networks: readonly JudgedInput[];
}

/** Of a rule by itself, of one of the older kind, or of those that stand within a group. */
function openingsOf(resource: JudgedResource): Opening[] {
  if (resource.type === SECURITY_GROUPS.group) {
    return inputOf(resource, "ingress")
      .items()
      .map((rule) => openingOf((name) => rule.at(name)));
  }
  return [openingOf((name) => inputOf(resource, name))];
}

function openingOf(at: (name: string) => JudgedInput): Opening {
  const lists = [at("cidrBlocks"), at("ipv6CidrBlocks")].flatMap((list) => list.items());
  return { from: at("fromPort"), to: at("toPort"), networks: [at("cidrIpv4"), at("cidrIpv6"), ...lists] };
}

function portsText(from: JudgedInput, to: JudgedInput): string {
  if (from.value === undefined || from.value === -1) return "every port";
  return from.value === to.value ? `port ${from.got}` : `ports ${from.got} to ${to.got}`;
}
