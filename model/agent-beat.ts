import { z } from "zod";
import { gateVerdictSchema } from "./gate-result.ts";
import { standstillSchema } from "./standstill.ts";

/** Verdicts of a guard, by the name of the rule. */
export const guardVerdictsSchema = z.record(z.string(), gateVerdictSchema);

/** What the agent last said of itself, as the edge keeps it. Newer agents say more. */
export const agentBeatSchema = z.looseObject({
  version: z.string(),
  /** Clock of the edge, Unix time in ms. */
  at: z.int(),
  /** Releases that it lets stand still, by service. What another version says in other words is no reason to take it for silent. */
  standstills: z.record(z.string(), standstillSchema).catch({}).default({}),
  /** The last verdict of each rule of a guard that watches a release, by service. */
  verdicts: z.record(z.string(), guardVerdictsSchema).catch({}).default({}),
});

export type AgentBeat = z.infer<typeof agentBeatSchema>;
