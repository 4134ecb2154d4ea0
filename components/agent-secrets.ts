import type * as pulumi from "@pulumi/pulumi";
import { AGENT_USER } from "../model/agent-image.ts";
import { ProblemsError } from "../model/errors.ts";
import { agentSecretVolumeName } from "../model/names.ts";
import { secretsOfNotify, type NotifySettings } from "../model/notify.ts";
import type { Edge } from "./edge.ts";
import type { Environment } from "./environment.ts";
import { SecretFiles } from "./secret-files.ts";
import { nameAfter, type SecretValues } from "./secret-volume.ts";

export interface AgentSecretsArgs {
  environment: Environment;
  edge: Edge;
  notify: NotifySettings | undefined;
  /** Values of the secrets that its channels name, and perhaps of others. */
  secrets: SecretValues;
}

/**
 * The secrets that the agent's channels are sent with, as files; undefined where they need none. Other values are in other volumes, so that
 * the agent is replaced with them. Throws a ProblemsError where one has no value.
 */
export function createAgentSecrets(
  name: string,
  { environment, edge, notify, secrets }: AgentSecretsArgs,
  parent: pulumi.Resource,
): SecretFiles | undefined {
  const named = notify === undefined ? [] : secretsOfNotify(notify);
  if (named.length === 0) return undefined;
  const values = valuesOf(named, secrets);
  const nameOf = (tag: string) => agentSecretVolumeName(environment.id, tag);
  const volume = nameAfter(values, environment, { beside: [AGENT_USER], nameOf });
  const what = { environment, owner: "agent", user: AGENT_USER, labels: {}, values, volume };
  return new SecretFiles(`${name}-secrets`, { ...what, isKept: {}, after: [edge] }, { parent });
}

function valuesOf(names: readonly string[], secrets: SecretValues): SecretValues {
  const found = names.flatMap((name) => {
    const value = secrets[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const missing = names.filter((name) => secrets[name] === undefined);
  if (missing.length === 0) return Object.fromEntries(found);
  throw new ProblemsError(
    missing.map(
      (name) =>
        `agent.notify.channels: names secret ${JSON.stringify(name)}, which has no value. Add it to \`secrets\`.`,
    ),
  );
}
