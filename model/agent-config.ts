import { z } from "zod";

/** Variable in the agent's container with its config, as JSON. */
export const AGENT_CONFIG_VARIABLE = "TIDEGATE_AGENT_CONFIG";

/** What an agent is told when it is made; all else it learns from the edge. */
export const agentConfigSchema = z.strictObject({
  project: z.string().min(1),
  stack: z.string().min(1),
  /** Name of its host, as the stack declares it. */
  host: z.string().min(1),
});

export type AgentConfig = z.infer<typeof agentConfigSchema>;
