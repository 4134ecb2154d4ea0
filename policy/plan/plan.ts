import type { Color } from "../../model/color.ts";
import type { Tier } from "../../model/tier.ts";
import type { RuleText } from "../rule.ts";
import type { PolicySettings } from "../settings.ts";

/** What an engine is about to do to a resource. */
export interface PlannedStep {
  op: "same" | "create" | "update" | "replace" | "delete" | "read" | "refresh";
  urn: string;
  type: string;
  name: string;
}

/** A run before it happens, with what a pack cannot know: what serves now, and the other stacks' files. */
export interface Plan {
  stack: string;
  tier: Tier;
  steps: readonly PlannedStep[];
  /** Colors that traffic goes to, of every service on the host. */
  serving: readonly { service: string; color: Color }[];
  /** Declared number of containers per color, by service. */
  replicas: Readonly<Record<string, number>>;
  /** Services that are meant to go. */
  retired: ReadonlySet<string>;
  /** `config` of each stack file of the project, by stack. */
  configs: Readonly<Record<string, unknown>>;
  settings: Readonly<PolicySettings>;
}

/** A rule that is judged over a whole plan. */
export interface PlanRule extends RuleText {
  /** Why it is not applicable to a resource that it does not judge: what it does judge. */
  notApplicable: string;
  check(plan: Plan): readonly PlanJudgement[];
}

/** What was judged, and what is wrong with it; nothing is wrong where there are no violations. */
export interface PlanJudgement {
  resource: { urn: string; type: string; name: string };
  violations: readonly string[];
}
