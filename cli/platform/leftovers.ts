import { connectHosts } from "../../docker/connect.ts";
import { lastingVolumes, removeHelpers, removeSecretVolumes } from "../../edge/remove-leftovers.ts";
import { messageOn, type StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";

/** Removes beside what `destroyAll` does what killed runs left of an environment on its hosts. */
export async function withoutLeftovers<T>(
  hosts: readonly StackHost[],
  environment: string,
  destroyAll: () => Promise<T>,
): Promise<T> {
  const engines = connectHosts(hosts);
  await Promise.all(engines.map(({ docker }) => removeHelpers(docker, environment)));
  const result = await destroyAll();
  await Promise.all(engines.map(({ docker }) => removeSecretVolumes(docker, environment)));
  return result;
}

/** Data of apps and the ledger are nothing that a run may throw away: a sentence per host that has some. */
export async function whatStays(hosts: readonly StackHost[], id: StackId): Promise<string[]> {
  const kept = await Promise.all(
    connectHosts(hosts).map(async (host) => ({ host, volumes: (await lastingVolumes(host.docker, id)).toSorted() })),
  );
  return kept.flatMap(({ host, volumes }) => {
    if (volumes.length === 0) return [];
    const all = `kept with all that is in ${volumes.length === 1 ? "it" : "them"}: ${volumes.join(", ")}`;
    return [
      `${messageOn(hosts, host, all)}. The next \`tidegate up -s ${id.stack}\` goes on with it; ` +
        `\`docker volume rm ${volumes.join(" ")}\` removes it for good.`,
    ];
  });
}
