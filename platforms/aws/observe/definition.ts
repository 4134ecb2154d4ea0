import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../clients.ts";

/** What a container of a task definition says of its log and its secrets. */
export interface DefinedContainer {
  name: string;
  /** Where its lines go in CloudWatch Logs; null where they go elsewhere. */
  log: { group: string; prefix: string } | null;
  secrets: readonly SecretPlace[];
}

/** Where one value of a secret is kept, in a version that is never another. */
export interface SecretPlace {
  /** ARN of the secret. */
  secret: string;
  version: string;
  /** Name of the value in its JSON, which is that of the release's secret. */
  key: string;
}

/** Reads the containers of a task definition. */
export async function readContainers(
  { ecs }: Pick<AwsClients, "ecs">,
  definition: string,
): Promise<DefinedContainer[]> {
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: definition });
  return (taskDefinition?.containerDefinitions ?? []).map((container) => ({
    name: container.name ?? "",
    log: logOf(container),
    secrets: (container.secrets ?? []).flatMap(({ valueFrom = "" }) => secretPlace(valueFrom) ?? []),
  }));
}

function logOf({ logConfiguration }: ContainerDefinition): DefinedContainer["log"] {
  const { "awslogs-group": group, "awslogs-stream-prefix": prefix } = logConfiguration?.options ?? {};
  return group === undefined || prefix === undefined ? null : { group, prefix };
}

/**
 * `arn:…:secret:NAME:KEY:STAGE:VERSION`. Undefined for a reference of another form, which none of ours has. Source: "Specifying sensitive data
 * using Secrets Manager", Amazon ECS Developer Guide.
 */
function secretPlace(reference: string): SecretPlace | undefined {
  const parts = reference.split(":");
  const [key, , version] = parts.slice(-3);
  if (parts.length !== 10 || key === undefined || version === undefined) return undefined;
  return { secret: parts.slice(0, 7).join(":"), key, version };
}
