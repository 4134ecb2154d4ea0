import { z } from "zod";
import { notifySchema } from "./notify.ts";
import { prometheusSchema } from "./prometheus.ts";

/** Variable in the agent's container with its config, as JSON. */
export const AGENT_CONFIG_VARIABLE = "TIDEGATE_AGENT_CONFIG";

/** What an agent is told when it is made; all else it learns from the edge. */
export const agentConfigSchema = z.strictObject({
  project: z.string().min(1),
  stack: z.string().min(1),
  /** Name of its host, as the stack declares it. */
  host: z.string().min(1),
  /** Whom it tells; the values of the secrets that are named here are files. */
  notify: notifySchema.optional(),
  /** Whom it asks what guards want to know in PromQL; its secret is a file, too. */
  prometheus: prometheusSchema.optional(),
});

export type AgentConfig = z.infer<typeof agentConfigSchema>;
