import { UNKNOWN } from "./unknown.ts";
import { inputOf } from "./judged-input.ts";
import type { JudgedResource, Judgement } from "./rule.ts";

/** Judges application load balancers only. The provider makes one where no type is named. */
export function judgeApplicationLoadBalancer(resource: JudgedResource, judge: () => Judgement): Judgement {
  const type = inputOf(resource, "loadBalancerType");
  if (type.isUnknown || type.value === undefined || type.value === "application") return judge();
  return { notApplicable: "Judges application load balancers" };
}

/**
 * What a listener speaks: `HTTP`, `TLS`, …. undefined for a gateway load balancer, whose listeners have neither protocol
 * nor port; an application load balancer's listener without a protocol speaks HTTP.
 */
export function protocolOf(resource: JudgedResource): string | typeof UNKNOWN | undefined {
  const protocol = inputOf(resource, "protocol");
  if (protocol.isUnknown) return UNKNOWN;
  if (protocol.text !== undefined) return protocol.text.toUpperCase();
  return inputOf(resource, "port").value === undefined ? undefined : "HTTP";
}
