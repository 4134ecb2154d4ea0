import { canaryFor } from "../../../edge/control/canary-for.ts";
import { purposeOf } from "../../../edge/control/switch-facts.ts";
import { ruleWeights, stickySeconds, type RuleWeights } from "../../../model/aws/rule-weights.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import type { ServicePlan } from "../../../plan/service-plan.ts";

/** What the rule of a service is declared to do. */
export interface DeclaredTraffic {
  weights: RuleWeights;
  /** For how long a client stays with its color, in seconds; null where no canary is under way. */
  stickySeconds: number | null;
  /** A canary is under way, whose steps are somebody else's: what the rule says by then is left alone. */
  isLeftAlone: boolean;
}

/** What the rule will say once the cutover of this `up` has been made, so that its resource says the same. */
export function declaredTraffic(
  service: string,
  spec: ServiceSpec,
  { colors }: Pick<ServicePlan, "colors">,
  record: EdgeRecord | null,
): DeclaredTraffic {
  const { activeColor: active } = spec;
  const goingOn = record?.active === active ? record.canary : undefined;
  const canary = goingOn ?? beginning(service, spec, colors[active]?.sealed?.hash, record) ?? undefined;
  return {
    weights: ruleWeights({ active, canary }),
    stickySeconds: stickySeconds(canary),
    isLeftAlone: goingOn !== undefined,
  };
}

function beginning(
  service: string,
  { activeColor: color, canary, replicas }: ServiceSpec,
  sealed: string | undefined,
  record: EdgeRecord | null,
): CanaryState | null {
  const hash = sealed ?? "";
  const purpose = purposeOf(record, { service, color, hash });
  return canaryFor({ canary, record, from: record?.active ?? null, color, hash, purpose, replicas, now: 0 });
}
