import type { Change } from "../../model/change.ts";
import type { Color } from "../../model/color.ts";
import type { StackId } from "../../model/names.ts";
import type { Release } from "../../model/release.ts";
import type { Tier } from "../../model/tier.ts";

/** What is about to happen: traffic of a service goes to a release that has not served there yet. */
export interface GateRequest {
  id: StackId;
  tier: Tier;
  service: string;
  /** The color that shall serve. */
  color: Color;
  release: Release;
  /** How many containers its pool gets. */
  replicas: number;
  /** Number of the switch. */
  generation: number;
  /** Who makes it, and why. */
  change: Change;
}
