import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc/index.js";
import type * as pulumi from "@pulumi/pulumi";

/** Who is at the other end: a network in CIDR notation or one address, or whatever is in a security group. */
export type Peer = { network: string } | { group: pulumi.Input<string> };

/** TCP ports, both ends included. */
export interface Ports {
  from: number;
  to: number;
}

export const EVERY_PORT: Ports = { from: 1, to: 65_535 };
export const EVERYBODY = "0.0.0.0/0";

/** Lets a peer connect to what is in a security group. */
export function allowFrom(
  name: string,
  securityGroupId: pulumi.Input<string>,
  { peer, ports }: { peer: Peer; ports: Ports },
  opts: pulumi.CustomResourceOptions,
): void {
  const { from, to } = ports;
  const inputs = { securityGroupId, ipProtocol: "tcp", fromPort: from, toPort: to, ...inputsOf(peer) };
  new SecurityGroupIngressRule(name, inputs, opts);
}

/** Lets what is in a security group connect to a peer; by every protocol where no ports are named. */
export function allowTo(
  name: string,
  securityGroupId: pulumi.Input<string>,
  { peer, ports }: { peer: Peer; ports?: Ports },
  opts: pulumi.CustomResourceOptions,
): void {
  const protocol =
    ports === undefined ? { ipProtocol: "-1" } : { ipProtocol: "tcp", fromPort: ports.from, toPort: ports.to };
  new SecurityGroupEgressRule(name, { securityGroupId, ...protocol, ...inputsOf(peer) }, opts);
}

function inputsOf(peer: Peer) {
  if ("group" in peer) return { referencedSecurityGroupId: peer.group };
  const [address = "", length] = peer.network.split("/");
  return address.includes(":")
    ? { cidrIpv6: `${address}/${length ?? 128}` }
    : { cidrIpv4: `${address}/${length ?? 32}` };
}
