import type { ResourceProvider } from "../provider.ts";
import type { ResourceState } from "../state/state.ts";
import { restoreSecrets, toPlain } from "../values/plain.ts";
import type { ValueObject } from "../values/value.ts";
import type { Goal } from "./goal.ts";
import { applyIgnoreChanges, type Plan, planCustom, planLocal } from "./plan.ts";
import type { Providers } from "./providers.ts";
import { providerPackage } from "./urn.ts";

export interface Prepared {
  /** Checked by the provider, mended by the policy, with what `ignoreChanges` names as it was. */
  inputs: ValueObject;
  plan: Plan;
  /** Undefined for what exists in the state only. */
  provider: ResourceProvider | undefined;
}

/** Inputs and plan for one resource, before anything is touched. `judge` returns the inputs as the policy leaves them. */
export async function prepare(
  goal: Goal,
  old: ResourceState | undefined,
  providers: Providers,
  judge: (inputs: ValueObject) => Promise<ValueObject>,
): Promise<Prepared> {
  const name = providerPackage(goal.type);
  if (!goal.custom || name !== undefined) {
    const inputs = await judge(goal.inputs);
    if (name !== undefined) providers.configure(goal.urn, name, inputs);
    return { inputs, plan: planLocal(old, inputs), provider: undefined };
  }
  const provider = providers.find(goal);
  const check = (inputs: ValueObject) => {
    const asked = applyIgnoreChanges(inputs, old, goal.ignoreChanges);
    return applyIgnoreChanges(restoreSecrets(provider.check(toPlain(asked)), asked), old, goal.ignoreChanges);
  };
  const checked = check(goal.inputs);
  const mended = await judge(checked);
  const inputs = mended === checked ? checked : check(mended);
  return { inputs, plan: planCustom(goal, old, inputs, provider), provider };
}
