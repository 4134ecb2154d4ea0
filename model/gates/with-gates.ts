import { isJsonObject } from "../merge-json.ts";
import type { Tier } from "../tier.ts";
import { withTierDefaults } from "./tier-defaults.ts";

/**
 * A service with the gates that hold for it: the stack's, each replaced as a whole by what the service says of it, and all with the
 * defaults of the tier. Stack and service are as the user wrote them.
 */
export function withGates(service: Record<string, unknown>, ofStack: unknown, tier: Tier): Record<string, unknown> {
  const own = service["gates"];
  if (ofStack === undefined && own === undefined) return service;
  const areSound = [ofStack ?? {}, own ?? {}].every(isJsonObject);
  const gates = areSound ? Object.assign({}, ofStack, own) : (own ?? ofStack);
  return { ...service, gates: withTierDefaults(gates, tier) };
}
