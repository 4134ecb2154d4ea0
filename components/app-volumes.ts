import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { nameOn } from "../model/hosts.ts";
import { appVolumeName } from "../model/names.ts";
import type { Release } from "../model/release.ts";
import type { Environment } from "./environment.ts";
import { LASTING_INPUTS, lastingLabels } from "./labels.ts";
import { sharedName } from "./shared-name.ts";

/** Names, the same on every host, of an app's named volumes, by what its releases call them. */
export type AppVolumes = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * Registers every named volume that one of the releases mounts. They belong to the service, not to a color, and stay on
 * the hosts, data and all, when the service or the stack is removed.
 */
export function createAppVolumes(
  environment: Environment,
  service: string,
  releases: readonly Release[],
  parent: pulumi.Resource,
): AppVolumes {
  const sources = releases.flatMap((release) => release.volumes.map((volume) => volume.source));
  const named = [...new Set(sources)].filter((source) => !source.startsWith("/")).toSorted();
  return Object.fromEntries(
    named.map((source) => {
      const name = appVolumeName(environment.id, service, source);
      const volumes = environment.hosts.map(
        (host) =>
          new docker.Volume(
            nameOn(environment.hosts, host, `${service}-data-${source}`),
            { name, labels: lastingLabels(environment, "volume", service) },
            { parent, provider: host.provider, retainOnDelete: true, ignoreChanges: LASTING_INPUTS },
          ),
      );
      return [source, sharedName(name, volumes)];
    }),
  );
}
