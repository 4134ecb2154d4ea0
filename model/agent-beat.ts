import { z } from "zod";

/** What the agent last said of itself, as the edge keeps it. Newer agents say more. */
export const agentBeatSchema = z.looseObject({
  version: z.string(),
  /** Clock of the edge, Unix time in ms. */
  at: z.int(),
});

export type AgentBeat = z.infer<typeof agentBeatSchema>;
