import type { Slot } from "../../../edge/session.ts";
import type { Color } from "../../../model/color.ts";
import type { ObservedTarget } from "../observe/observed.ts";
import { isHealthy } from "../observe/target-health.ts";

/** Since when each place of a color is up or not, the best first; Unix times in ms. */
export type Places = readonly Readonly<{ isUp: boolean; since: number }>[];
export type PlacesByColor = Readonly<Partial<Record<Color, Places>>>;

/**
 * The tasks of a color as places in a proxy. A load balancer does not say since when a task is healthy, and ECS puts another in the place of
 * one that is not: so what counts is how many are, and place 2 is down for as long as there were fewer than three.
 */
export function placesOf(
  targets: readonly ObservedTarget[],
  desired: number,
  known: Places | undefined,
  nowMs: number,
): Places {
  const healthy = targets.filter(isHealthy).length;
  return Array.from({ length: Math.max(desired, healthy) }, (_, index) => {
    const isUp = index < healthy;
    const before = known?.[index];
    return { isUp, since: before?.isUp === isUp ? before.since : nowMs };
  });
}

/** {@link placesOf} as the guard asks for them, with the load balancer's word for the first target that is not healthy. */
export function slotsOf(places: Places, targets: readonly ObservedTarget[]): Slot[] {
  const ill = targets.find((target) => !isHealthy(target) && target.state !== "draining");
  return places.map(({ isUp, since }, index) => ({
    ...{ index, address: undefined, isUp, isOut: !isUp, since, passed: 0, check: undefined, code: undefined },
    words: isUp ? "healthy" : [ill?.state ?? "no target", ill?.reason ?? ""].filter(Boolean).join(", "),
  }));
}
