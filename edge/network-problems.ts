import { messageOn } from "../model/hosts.ts";
import type { NetworkSpec } from "../model/network.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";

/** A change that only a new network could bring: every container of the stack on a host is on the one that is there. */
export function networkProblems(spec: NetworkSpec, { hosts, stack }: Observed): string[] {
  return hosts.flatMap((host) => hostProblems(spec, host, stack).map((problem) => messageOn(hosts, host, problem)));
}

function hostProblems({ subnet, mtu }: NetworkSpec, { network }: ObservedHost, stack: string): string[] {
  if (network == null) return [];
  const remedy = `Put it back, or \`tidegate destroy -s ${stack}\` and \`up\`, which interrupts everything.`;
  const there = network.subnets.join(", ") || "one of the engine's";
  return [
    ...(subnet === undefined || network.subnets.includes(subnet)
      ? []
      : [`network.subnet: the stack's network is there and has ${there}, got ${subnet}. ${remedy}`]),
    ...(mtu === undefined || network.mtu === mtu
      ? []
      : [
          `network.mtu: the stack's network is there and has ${network.mtu ?? "the engine's own"}, got ${mtu}. ${remedy}`,
        ]),
  ];
}
