import type { EngineEvent } from "../../engine/events.ts";
import { PolicyError } from "../../model/errors.ts";
import { tierOf } from "../../model/tier.ts";
import { renderExcepted } from "../../policy/excepted-message.ts";
import { levelOf } from "../../policy/levels.ts";
import { loadSettings } from "../../policy/settings.ts";
import type { Session } from "../run/session.ts";
import { judgePlan } from "./judge-plan.ts";
import { RunObserver } from "./observe-run.ts";
import { loadStackConfigs, readDeclared } from "./stack-configs.ts";

/** Stands for a pack's name in what the plan rules report. */
const PACK = "tidegate";

/** Watches a run's preview, and judges the plan before anything is done. */
export interface PlanGuard {
  /** To be told of every event of the run; hands it on. */
  onEvent: (event: EngineEvent) => void;
  /** Reports what is wrong with the plan. Throws a PolicyError when a mandatory rule refuses it. */
  approve: () => void;
}

export function guardPlan({ ref, observed }: Session, onEvent: (event: EngineEvent) => void): PlanGuard {
  const run = new RunObserver();
  const approve = (): void => {
    const settings = loadSettings(ref.projectDir);
    const configs = loadStackConfigs(ref, settings);
    const today = new Date().toISOString().slice(0, "2027-03-31".length);
    const findings = judgePlan(run.steps, { stack: ref.stack, configs, observed, settings, today });
    const tier = tierOf(ref.stack, readDeclared(configs[ref.stack] ?? {}).tier);
    const refusals = findings.flatMap(({ rule, resource, violations, excepted }) => {
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
  return {
    approve,
    onEvent: (event) => {
      run.event(event);
      onEvent(event);
    },
  };
}
