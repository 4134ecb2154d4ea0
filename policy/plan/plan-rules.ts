import { keepActiveContainers } from "./keep-active-containers.ts";
import { keepData } from "./keep-data.ts";
import type { PlanRule } from "./plan.ts";
import { promoteUnchanged } from "./promote-unchanged.ts";

/** Every rule over a whole plan, in the order in which they are listed and documented. */
export const PLAN_RULES: readonly PlanRule[] = [keepActiveContainers, keepData, promoteUnchanged];
