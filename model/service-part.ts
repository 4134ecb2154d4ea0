import type { ServicePart } from "./record.ts";
import type { ServiceSpec } from "./service.ts";

/** What the proxy is to have of a service: all that is declared of it but its containers. `releases`: as these run. */
export function servicePart(
  service: string,
  { route, gate, drain, replicas, maxReplicas, canary, guard }: ServiceSpec,
  releases: ServicePart["releases"],
): ServicePart {
  const watched = { ...(canary === undefined ? {} : { canary }), ...(guard === undefined ? {} : { guard }) };
  return { service, route, gate, drain, replicas, maxReplicas, ...watched, releases };
}
