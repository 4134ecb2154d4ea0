import { idleProblems, type Idle } from "../../../model/aws/idle.ts";
import { scalingProblems, type Scaling } from "../../../model/aws/scaling.ts";
import { COLORS } from "../../../model/color.ts";
import type { Observed } from "../../../model/observed.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import type { ServicePlan } from "../../../plan/service-plan.ts";
import { idleChange, mayRest, type IdleChange } from "./idle-change.ts";
import { idleNotices } from "./idle-notices.ts";
import { planTasks, type TaskPlan } from "./plan-tasks.ts";
import { startingNotices } from "./starting-notices.ts";

/** How the number of a service's tasks may change beside what is declared. */
export interface ScaleOptions {
  /** Auto scaling of the color that serves. Default: none. */
  scaling?: Scaling | undefined;
  /** Fewer tasks of a color that serves no more. Default: as many as before. */
  idle?: Idle | undefined;
}

export interface ScalePlan extends TaskPlan {
  /** Another number of tasks for the color that does not serve; undefined where it keeps what it has. */
  rest: IdleChange | undefined;
  /** Why this `up` must not run at all. */
  problems: readonly string[];
}

/** What an `up` that does `plan` makes of the numbers of a service's tasks. */
export function planScale(
  name: string,
  spec: ServiceSpec,
  observed: Observed,
  plan: ServicePlan,
  { scaling, idle }: ScaleOptions,
): ScalePlan {
  const situation = idle === undefined ? undefined : { name, spec, idle, plan, observed };
  const resting = situation === undefined ? [] : COLORS.filter((color) => mayRest(situation, color));
  const context = { moves: plan.moves, isScaled: scaling !== undefined, resting };
  const { colors, notices } = planTasks(name, spec, observed, context);
  return {
    colors,
    notices: [
      ...startingNotices(name, observed),
      ...notices,
      ...(situation === undefined ? [] : idleNotices(situation)),
    ],
    rest: situation === undefined ? undefined : idleChange(situation),
    problems: [
      ...scalingProblems(scaling, spec.replicas, `services.${name}.scaling`),
      ...idleProblems(idle, spec.replicas, `services.${name}.idle`),
    ],
  };
}
