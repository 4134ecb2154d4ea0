import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { nameOn } from "../model/hosts.ts";
import { LABEL, replicaName, SECRETS_DIR } from "../model/names.ts";
import { userOf, type Release, type SealedRelease } from "../model/release.ts";
import { sizeBytes } from "../model/size.ts";
import { stopSeconds } from "../model/stop-seconds.ts";
import type { AppVolumes } from "./app-volumes.ts";
import { containerOptions } from "./container-options.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { hardenedContainer, CONTAINER_REPLACEMENT, REPLACING_INPUTS } from "./hardened-container.ts";
import { environmentLabels } from "./labels.ts";
import { releaseOf, secretVolumeOf, type PlannedColor } from "./planned-color.ts";
import { createProcessLimit } from "./process-limit.ts";
import { SecretFiles } from "./secret-files.ts";
import { secretsOf, type SecretValues } from "./secret-volume.ts";

export interface PoolArgs extends PlannedColor {
  environment: Environment;
  /** Number of containers on each host. */
  replicas: number;
  /** How long a container that goes may finish its requests. */
  drain: string;
  network: pulumi.Input<string>;
  /** Values of the secrets that the release names. */
  secrets: SecretValues;
  /** The service's named volumes. */
  volumes: AppVolumes;
  /** Has the last word on the inputs of a container. */
  transform?: ContainerTransform | undefined;
  /** What must be there before its first container. */
  after: readonly pulumi.Input<pulumi.Resource>[];
  /** What must have let the release through before anything of it is pulled or made. */
  gates: readonly pulumi.Input<pulumi.Resource>[];
}

/**
 * Changes the inputs of a replica's container, for what neither a release nor its `container` can say. It is no part of the
 * release: containers that serve keep theirs, others are made anew when what it returns changes. Policies judge the outcome.
 */
export type ContainerTransform = (
  inputs: docker.ContainerArgs,
  replica: { service: string; color: Color },
) => docker.ContainerArgs;

/** The containers of one color: on each host N times one release, each at a DNS name of its own. */
export class Pool extends pulumi.ComponentResource {
  /** The release its containers run, with secret volume and hash, as the cutover will seal it. */
  readonly release: pulumi.Output<SealedRelease>;

  constructor(name: string, args: PoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:index:Pool", name, {}, opts);
    const { hosts } = args.environment;
    const { image } = args.plan.release;
    const places = hosts.map((host) => {
      const inDocker = { parent: this, provider: host.provider };
      const pulled = new docker.RemoteImage(
        nameOn(hosts, host, name),
        { name: image, keepLocally: true },
        { ...inDocker, dependsOn: [...args.gates] },
      );
      return { host, inDocker, image: pulled };
    });
    const secretFiles = createSecretFiles(name, args, { parent: this, after: places.map((place) => place.image) });
    this.release = releaseOf(args);
    for (const place of places) createContainers(name, args, place, { secretFiles, hash: this.release.hash });
    this.registerOutputs({ release: this.release });
  }
}

interface Place {
  host: EnvironmentHost;
  inDocker: { parent: pulumi.Resource; provider: docker.Provider };
  image: docker.RemoteImage;
}

/** Registers the containers on one host, and the bound on their processes. */
function createContainers(
  name: string,
  args: PoolArgs,
  { host, inDocker, image }: Place,
  { secretFiles, hash }: { secretFiles: SecretFiles | undefined; hash: pulumi.Input<string> },
): void {
  const { environment, service, color, plan } = args;
  const { release } = plan;
  const { hosts } = environment;
  const transform = (inputs: docker.ContainerArgs) => args.transform?.(inputs, { service, color }) ?? inputs;
  const graceSeconds = stopSeconds(args.drain);

  const containers = Array.from({ length: args.replicas }, (_, index) => {
    const containerName = replicaName(environment.id, service, color, index);
    const isPinned = plan.pinned[host.name]?.has(containerName) === true;
    return new docker.Container(
      nameOn(hosts, host, `${name}-${index}`),
      transform({
        ...hardenedContainer({
          name: containerName,
          image: image.imageId,
          network: args.network,
          attach: environment.network.attach,
          labels: environmentLabels(environment, "replica", {
            service,
            color,
            version: release.version,
            release: hash,
            pids: String(release.limits.pids),
          }),
          user: userOf(release),
          graceSeconds,
          memoryMib: Math.ceil(sizeBytes(release.limits.memory) / 1024 ** 2),
          cpus: release.limits.cpus,
          writable: release.writable,
        }),
        ...(release.command === undefined ? {} : { command: release.command }),
        envs: Object.entries(release.environment)
          .map(([key, value]) => `${key}=${value}`)
          .toSorted(),
        mounts: renderMounts(release, args.volumes, secretFiles?.volume),
        ...containerOptions(release.container),
      }),
      {
        ...inDocker,
        dependsOn: [...args.after, ...args.gates, ...(secretFiles === undefined ? [] : [secretFiles])],
        ...CONTAINER_REPLACEMENT,
        ignoreChanges: isPinned ? REPLACING_INPUTS : [],
      },
    );
  });
  const ids = containers.map((container) => container.id);
  const limit = { environment, host, containers: ids, pids: release.limits.pids };
  createProcessLimit(nameOn(hosts, host, `${name}-limits`), limit, inDocker.parent);
}

/** After the pull: an image that cannot be had leaves everything of the color as it is. */
function createSecretFiles(
  name: string,
  { environment, service, color, plan, secrets, secretVolume }: PoolArgs,
  opts: { parent: pulumi.Resource; after: readonly pulumi.Resource[] },
): SecretFiles | undefined {
  const { release, keepsSecrets } = plan;
  const volume = secretVolumeOf({ service, color, plan, secretVolume });
  if (volume === null) return undefined;
  const values = secretsOf(release, secrets);
  return new SecretFiles(
    `${name}-secrets`,
    {
      environment,
      owner: service,
      user: userOf(release),
      labels: { [LABEL.service]: service, [LABEL.color]: color, [LABEL.version]: release.version },
      ...{ values, volume, isKept: keepsSecrets, after: opts.after },
    },
    { parent: opts.parent },
  );
}

function renderMounts(
  release: Release,
  volumes: AppVolumes,
  secretVolume: pulumi.Output<string> | undefined,
): docker.types.input.ContainerMount[] {
  const mounts: docker.types.input.ContainerMount[] = release.volumes.map(({ source, target, readOnly }) =>
    source.startsWith("/")
      ? { type: "bind", source, target, readOnly }
      : { type: "volume", source: nameOf(volumes, source), target, readOnly },
  );
  if (secretVolume === undefined) return mounts;
  return [...mounts, { type: "volume", source: secretVolume, target: SECRETS_DIR, readOnly: true }];
}

function nameOf(volumes: AppVolumes, source: string): pulumi.Output<string> {
  const name = volumes[source];
  if (name === undefined) throw new Error(`no volume ${source} among those of the service`);
  return name;
}
