import { isNotFound } from "../../docker/connect.ts";
import { readFile } from "../../docker/read-files.ts";
import { replicaName } from "../../model/names.ts";
import { secretsNamedBy, type Smoke } from "../../model/smoke.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Task } from "../tasks.ts";

/**
 * Values of the secrets that smoke requests name, out of the files of a replica: nobody has to hand them to this process, and they
 * are in its memory only. One that is not there is left out.
 */
export async function readSmokeSecrets(
  { docker, id }: RunningEdge,
  { service, color }: Task<"cutover">,
  requests: readonly Smoke[],
): Promise<ReadonlyMap<string, string>> {
  const replica = replicaName(id, service, color, 0);
  const values = new Map<string, string>();
  for (const name of secretsNamedBy(requests)) {
    try {
      values.set(name, await readFile(docker, replica, `/run/secrets/${name}`));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return values;
}
