import type { Decision } from "../../delivery/release/decision.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { servingColors } from "../../plan/serving-colors.ts";

/** Whether a release has clients, whoever gave it them; its color may serve with another version where a canary is under way. */
export function hasMoved(
  hosts: readonly ObservedHost[],
  { service, to, version }: Pick<Decision, "service" | "to" | "version">,
): boolean {
  const sealed = recordOf(hosts, service)?.sealed[to];
  return servingColors(hosts, service).includes(to) && sealed?.release.version === version;
}
