import { z } from "zod";
import { standstillSchema } from "./standstill.ts";

/** What the agent last said of itself, as the edge keeps it. Newer agents say more. */
export const agentBeatSchema = z.looseObject({
  version: z.string(),
  /** Clock of the edge, Unix time in ms. */
  at: z.int(),
  /** Releases that it lets stand still, by service. What another version says in other words is no reason to take it for silent. */
  standstills: z.record(z.string(), standstillSchema).catch({}).default({}),
});

export type AgentBeat = z.infer<typeof agentBeatSchema>;
