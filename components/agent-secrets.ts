import type * as pulumi from "@pulumi/pulumi";
import type { AgentConfig } from "../model/agent-config.ts";
import { AGENT_USER } from "../model/agent-image.ts";
import { agentSecretVolumeName, LABEL } from "../model/names.ts";
import { secretsOfNotify } from "../model/notify.ts";
import { secretsOfPrometheus } from "../model/prometheus.ts";
import type { Edge } from "./edge.ts";
import type { Environment } from "./environment.ts";
import { namedSecrets } from "./named-secrets.ts";
import { SecretFiles } from "./secret-files.ts";
import { nameAfter, type SecretValues } from "./secret-volume.ts";

/**
 * The values of all secrets that the agent's channels and its Prometheus name, out of values by name. Throws a ProblemsError where one has
 * none.
 */
export function agentSecretValues(
  { notify, prometheus }: Pick<AgentConfig, "notify" | "prometheus">,
  secrets: SecretValues,
): SecretValues {
  const of = (place: string, names: readonly string[]) => names.map((name) => ({ place, secret: name, file: name }));
  return namedSecrets(
    [
      ...of("agent.notify.channels", notify === undefined ? [] : secretsOfNotify(notify)),
      ...of("agent.prometheus.login", prometheus === undefined ? [] : secretsOfPrometheus(prometheus)),
    ],
    secrets,
  );
}

/**
 * Secrets of the agent as files; undefined where it needs none. Other values are in other volumes, so that the agent is replaced with them.
 */
export function createAgentSecrets(
  name: string,
  { environment, edge, values }: { environment: Environment; edge: Edge; values: SecretValues },
  parent: pulumi.Resource,
): SecretFiles | undefined {
  if (Object.keys(values).length === 0) return undefined;
  const nameOf = (tag: string) => agentSecretVolumeName(environment.id, tag);
  const volume = nameAfter(values, environment, { beside: [AGENT_USER], nameOf });
  const what = { environment, owner: "agent", user: AGENT_USER, labels: { [LABEL.role]: "agent" }, values, volume };
  return new SecretFiles(`${name}-secrets`, { ...what, isKept: {}, after: [edge] }, { parent });
}
