import type { RunOptions } from "../../engine/engine.ts";
import type { RunCommandOptions } from "../options.ts";
import { guardPlan } from "../policy/plan-guard.ts";
import { findPolicyPack, tellOfNoPack } from "./policy-pack.ts";
import type { Session } from "./session.ts";
import { whyRefresh } from "./why-refresh.ts";

/** What an `up` hands to the engine, with the judgement of its plan. */
export type JudgedRun = RunOptions & Required<Pick<RunOptions, "approve">>;

/**
 * Decides how an `up` runs: by which policies, by the plan's own rules, and whether the state is refreshed first. What it
 * returns tells of that, and is called when the run begins. Throws an InputError for a pack that is none.
 */
export async function prepareRun(
  session: Session,
  options: Pick<RunCommandOptions, "policyPack" | "refresh">,
): Promise<(shared: Pick<RunOptions, "onEvent" | "signal">) => JudgedRun> {
  const policyPack = findPolicyPack(session.ref.projectDir, options.policyPack);
  const reason = options.refresh ? "asked for" : await whyRefresh(session);
  return (shared) => {
    if (reason !== undefined) {
      const message = `Refreshing first: ${reason}.`;
      shared.onEvent({ type: "diagnostic", severity: "info", message, ephemeral: false });
    }
    for (const event of tellOfNoPack(policyPack, options.policyPack)) shared.onEvent(event);
    const guard = guardPlan(session, shared.onEvent);
    const approve = options.policyPack === false ? () => undefined : guard.approve;
    return {
      ...{ ...shared, onEvent: guard.onEvent, refresh: reason !== undefined, approve },
      ...(policyPack === undefined ? {} : { policyPack }),
    };
  };
}
