import type { ServicePlan } from "./service-plan.ts";

/** A service of a group, and what an `up` makes of it. */
export interface GroupedPlan {
  member: { service: string };
  plan: Pick<ServicePlan, "moves">;
}

/** What a group means for an `up`, in one sentence; undefined where traffic of one service at most moves. */
export function groupSentence(group: string, services: readonly GroupedPlan[]): string | undefined {
  const movers = services.filter(({ plan }) => plan.moves).map(({ member }) => member.service);
  if (movers.length < 2) return undefined;
  return `${group}: traffic of ${movers.join(", ")} moves at one moment, or of none of them`;
}
