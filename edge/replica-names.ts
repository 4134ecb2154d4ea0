import { replicaName, type StackId } from "../model/names.ts";
import type { ServiceSpec } from "../model/service.ts";

/** Longest label of a name in the DNS (RFC 1035, 2.3.4). */
const LONGEST = 63;

/** What is wrong with the names that a service's replicas get: each is a label of the network's DNS. */
export function replicaNameProblems(
  id: StackId,
  service: string,
  { maxReplicas }: Pick<ServiceSpec, "maxReplicas">,
): string[] {
  const longest = replicaName(id, service, "green", maxReplicas - 1);
  if (longest.length <= LONGEST) return [];
  return [
    `services.${service}: its containers' names must have at most ${LONGEST} characters, got ${JSON.stringify(longest)}. ` +
      "Shorten the name of the project, the stack or the service.",
  ];
}
