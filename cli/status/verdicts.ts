import { agentTrouble } from "../../model/agent-trouble.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { ServiceReport } from "./status-report.ts";

/** What each rule of a service's guard came to last, as an agent says that is not silent; nothing where none watches it. */
export function verdictsOf(hosts: readonly ObservedHost[], service: string): ServiceReport["verdicts"] {
  const agents = hosts.flatMap(({ agent }) => (agent == null || agentTrouble(agent) !== undefined ? [] : [agent]));
  return agents.map(({ verdicts }) => verdicts?.[service]).find((own) => own !== undefined) ?? {};
}
