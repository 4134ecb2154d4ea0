import { agentTrouble } from "../../model/agent-trouble.ts";
import type { Stage } from "./scenario.ts";

/** Why nothing can be asked of the agent; undefined where it is well. */
export function whyNoAgent({ observed: { agent } }: Stage): string | undefined {
  if (agent == null) return "the stack has no agent";
  const trouble = agentTrouble(agent);
  return trouble === undefined ? undefined : `its agent ${trouble}`;
}
