import { z } from "zod";
import { secretsNamedBy, type Smoke } from "../../../model/smoke.ts";
import type { AwsClients } from "../clients.ts";
import { readContainers } from "../observe/definition.ts";

const valuesSchema = z.record(z.string(), z.string());

/**
 * Values of the secrets that smoke requests name, from where the tasks of a task definition get them: nobody has to hand them to this process, and
 * they are in its memory only. One that is not there is left out. Where none is named nothing is asked.
 */
export async function readSmokeSecrets(
  clients: Pick<AwsClients, "ecs" | "secrets">,
  definition: string,
  requests: readonly Smoke[],
): Promise<ReadonlyMap<string, string>> {
  const names = secretsNamedBy(requests);
  if (names.length === 0) return new Map();
  const containers = await readContainers(clients, definition);
  const [place] = containers.flatMap(({ secrets }) => secrets); // a release has one secret, which holds all values
  if (place === undefined) return new Map();
  const { secret, version } = place;
  const { SecretString = "{}" } = await clients.secrets.getSecretValue({ SecretId: secret, VersionId: version });
  const values = valuesSchema.parse(JSON.parse(SecretString));
  return new Map(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])));
}
