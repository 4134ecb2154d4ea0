import { AGENT_CONFIG_VARIABLE, agentConfigSchema, type AgentConfig } from "../model/agent-config.ts";
import { InputError } from "../model/errors.ts";
import { parseAll } from "../model/problems.ts";

/** Reads the config from the environment. Throws a ProblemsError that names every problem, and an InputError where there is none. */
export function readConfig(environment: NodeJS.ProcessEnv): AgentConfig {
  const text = environment[AGENT_CONFIG_VARIABLE];
  if (text === undefined)
    throw new InputError(`${AGENT_CONFIG_VARIABLE}: is missing. \`tidegate up\` makes the agent with it.`);
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    throw new InputError(`${AGENT_CONFIG_VARIABLE}: is no JSON. \`tidegate up\` makes the agent with it.`);
  }
  return parseAll(agentConfigSchema, told, { path: AGENT_CONFIG_VARIABLE });
}
