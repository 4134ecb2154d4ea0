import type { Observed } from "../../model/observed.ts";
import { tierOf, type Tier } from "../../model/tier.ts";
import { todayUtc } from "../../policy/exceptions.ts";
import { loadSettings, type PolicySettings } from "../../policy/settings.ts";
import type { Session } from "../run/session.ts";
import { loadStackConfigs, readDeclared } from "./stack-configs.ts";

/** What a plan is judged by, beside its steps. */
export interface PlanSituation {
  stack: string;
  configs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  observed: Observed | undefined;
  settings: Readonly<PolicySettings>;
  /** A date like 2027-03-31, in UTC. */
  today: string;
}

/**
 * Reads the project's files as they are now; `text` stands for the stack's own. Throws an InputError when one of them is wrong.
 */
export function loadPlanSituation({ ref, observed }: Pick<Session, "ref" | "observed">, text?: string): PlanSituation {
  const settings = loadSettings(ref.projectDir);
  return { stack: ref.stack, configs: loadStackConfigs(ref, settings, text), observed, settings, today: todayUtc() };
}

export function tierIn({ stack, configs }: PlanSituation): Tier {
  return tierOf(stack, readDeclared(configs[stack] ?? {}).tier);
}
