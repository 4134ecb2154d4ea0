import { COLORS } from "../color.ts";
import type { Release } from "../release.ts";
import type { ServiceSpec } from "../service.ts";
import type { AwsConfig } from "./config.ts";
import { taskSize } from "./task-size.ts";

/** What a stack is to its account, which a list of resources does not say: who reaches it, and what is paid for. A sentence each. */
export function accountFacts(aws: AwsConfig, services: Readonly<Record<string, ServiceSpec>>): string[] {
  const costs = Object.entries(services)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spec]) => taskSentence(name, spec, aws));
  return [reachSentence(aws), ...costs, networkSentence(aws)];
}

function reachSentence({ loadBalancer, listeners }: AwsConfig): string {
  if (loadBalancer === undefined) {
    return `aws: requests come by the load balancer ${listeners?.address ?? ""}, which is others': who reaches it they decide.`;
  }
  const { public: isPublic, allowFrom, previewFrom, previewPort, securityGroup } = loadBalancer;
  const users = allowFrom?.join(", ") ?? "everybody";
  const previews = previewFrom.length === 0 ? "nobody but the tasks" : previewFrom.join(", ");
  const kind = isPublic ? "public, with addresses of the internet" : "internal";
  const whom =
    securityGroup === undefined
      ? `${users} may send requests, and ${previews} may look at the idle color on port ${previewPort}.`
      : `who may send requests, and look at the idle color on port ${previewPort}, ${securityGroup} says, which is yours.`;
  return `aws: the load balancer is ${kind}: ${whom} It is paid for by the hour and by what goes through it.`;
}

/** Of both colors: the one that does not serve costs as much as the other, unless something else is declared. Source: "AWS Fargate pricing". */
function taskSentence(name: string, spec: ServiceSpec, { capacityProvider, scaling, idle }: AwsConfig): string {
  const onFargate = capacityProvider === undefined;
  const colors = COLORS.flatMap((color) => {
    const release = spec[color];
    return release === undefined ? [] : [`${spec.replicas} of ${color} (${sizeText(release.limits, onFargate)})`];
  });
  const payer = onFargate
    ? "on Fargate, each paid for by the second"
    : `on instances of ${capacityProvider}, which are yours`;
  const { max } = scaling[name] ?? {};
  const rest = idle[name];
  const changes = [
    ...(max === undefined ? [] : [`; up to ${max} of the one that serves, by auto scaling`]),
    ...(rest === undefined
      ? []
      : [`; ${rest.replicas} of one that has served, by the first \`up\` ${rest.after} later`]),
  ];
  return `${name}: tasks run ${payer}: ${colors.join(" and ")}, whichever color serves${changes.join("")}.`;
}

function sizeText(limits: Release["limits"], onFargate: boolean): string {
  const size = taskSize(limits, onFargate);
  return size === undefined ? "more than there is" : `${size.cpu / 1024} cores, ${size.memoryMib}MiB`;
}

function networkSentence({ vpc }: AwsConfig): string {
  return `aws: ${vpc} is yours, with the NAT gateways or endpoints by which tasks get their images: what they cost is no part of this.`;
}
