import type { RunOptions } from "../../engine/engine.ts";
import type { RunCommandOptions } from "../options.ts";
import { guardPlan } from "../policy/plan-guard.ts";
import { tellOfNoPack } from "./policy-pack.ts";
import type { Session } from "./session.ts";

interface RunContext extends Pick<RunOptions, "onEvent" | "signal"> {
  /** Folder of the pack that judges the run; undefined for none. */
  policyPack: string | undefined;
  /** Why the state is refreshed first; undefined where it is not. */
  reason: string | undefined;
}

/** What an `up` hands to the engine, judged by the policies and by the plan's own rules, after it has told what it does first. */
export function prepareRun(
  session: Session,
  options: Pick<RunCommandOptions, "policyPack">,
  { policyPack, reason, ...shared }: RunContext,
): { run: RunOptions; approve: () => void } {
  if (reason !== undefined) {
    const message = `Refreshing first: ${reason}.`;
    shared.onEvent({ type: "diagnostic", severity: "info", message, ephemeral: false });
  }
  for (const event of tellOfNoPack(policyPack, options.policyPack)) shared.onEvent(event);
  const guard = guardPlan(session, shared.onEvent);
  const approve = options.policyPack === false ? () => undefined : guard.approve;
  const run = {
    ...{ ...shared, onEvent: guard.onEvent, refresh: reason !== undefined, approve },
    ...(policyPack === undefined ? {} : { policyPack }),
  };
  return { run, approve };
}
