import { otherColor, type Color } from "../../model/color.ts";
import { recordOf, serviceNames } from "../../model/observed-hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { EdgeRecord } from "../../model/record.ts";

/** A release whose clients go over step by step, as it was seen first. */
export interface Followed {
  service: string;
  /** The color that they go over to, and its version. */
  to: Color;
  version: string;
  /** Hash of what the other color is sealed as; undefined where nobody has seen the beginning. */
  fromHash: string | undefined;
}

/** Every release of a stack that is under way. */
export function releasesUnderWay(hosts: readonly ObservedHost[]): Followed[] {
  return serviceNames(hosts).flatMap((service) => {
    const { canary, sealed } = recordOf(hosts, service) ?? {};
    if (canary === undefined || sealed === undefined) return [];
    const to = otherColor(canary.from);
    const version = sealed[to]?.release.version;
    return version === undefined ? [] : [{ service, to, version, fromHash: sealed[canary.from]?.hash }];
  });
}

/** How a release ended that was under way; `removed` with its service. */
export const RELEASE_ENDS = ["gone over", "went back", "removed"] as const;
export type ReleaseEnd = (typeof RELEASE_ENDS)[number];

/** How a release has ended by what the edge remembers of its service; null while it is under way. */
export function endOf({ to, version, fromHash }: Followed, record: EdgeRecord | null): ReleaseEnd | null {
  if (record?.active == null) return "removed";
  const { active, sealed, canary, hold } = record;
  const isThere = active === to && sealed[to]?.release.version === version;
  if (isThere) return canary === undefined ? "gone over" : null;
  if (hold?.version === version) return "went back";
  // Others may have come since: in its own color only after it went back, in the other one only after it had all clients.
  return fromHash === undefined || sealed[otherColor(to)]?.hash === fromHash ? "went back" : "gone over";
}
