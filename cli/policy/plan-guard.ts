import type { EngineEvent } from "../../engine/events.ts";
import { PolicyError } from "../../model/errors.ts";
import { renderExcepted } from "../../policy/excepted-message.ts";
import { levelOf } from "../../policy/levels.ts";
import type { Session } from "../run/session.ts";
import { judgePlan } from "./judge-plan.ts";
import { RunObserver } from "./observe-run.ts";
import { loadPlanSituation, tierIn } from "./plan-situation.ts";

/** Stands for a pack's name in what the plan rules report. */
const PACK = "tidegate";

/** Watches a run's preview, and judges the plan before anything is done. */
export interface PlanGuard {
  /** To be told of every event of the run; hands it on. */
  onEvent: (event: EngineEvent) => void;
  /** Reports what is wrong with the plan. Throws a PolicyError when a mandatory rule refuses it. */
  approve: () => void;
}

export function guardPlan(session: Session, onEvent: (event: EngineEvent) => void): PlanGuard {
  const run = new RunObserver();
  const approve = (): void => {
    const situation = loadPlanSituation(session);
    const tier = tierIn(situation);
    const refusals = judgePlan(run.steps, situation).flatMap(({ rule, resource, violations, excepted }) => {
      const level = levelOf(rule.id, tier);
      for (const message of excepted.map(renderExcepted)) {
        onEvent({ type: "policy", pack: PACK, rule: rule.id, level: "advisory", message, urn: resource.urn });
      }
      for (const message of violations) {
        onEvent({ type: "policy", pack: PACK, rule: rule.id, level, message, urn: resource.urn });
      }
      return level === "mandatory" ? violations.map((text) => `refused by policy ${rule.id}: ${text}`) : [];
    });
    if (refusals.length > 0) throw new PolicyError(refusals.join("\n"));
  };
  return { approve, onEvent: run.before(onEvent) };
}
