import { agentTrouble, thawing } from "../../model/agent-trouble.ts";
import type { ObservedHost } from "../../model/observed.ts";

/** What is wrong with the agent of a host, a sentence; nothing where none is to be, as on AWS. */
export function agentDifferences({ agent, services }: Pick<ObservedHost, "agent" | "services">): string[] {
  if (agent === undefined) return [];
  const isUnderWay = Object.values(services).some(({ record }) => record?.canary !== undefined);
  const trouble = agent === null ? (isUnderWay ? "is not there" : undefined) : agentTrouble(agent);
  if (trouble === undefined) return [];
  const remedy = (agent === null ? undefined : thawing(agent)) ?? "Look at its log with `tidegate logs --agent`";
  return [`The agent ${trouble}: nobody watches what is under way. ${remedy}.`];
}
