import type Docker from "dockerode";
import { CONTENT_LABEL } from "../../docker/images/build-image.ts";
import { isDigest } from "./image-names.ts";
import type { EngineContainer, EngineImage, EngineNetwork, EngineVolume } from "./engine-things.ts";

/** What an engine has, whosever it is. */
export interface EngineThings {
  images: readonly EngineImage[];
  containers: readonly EngineContainer[];
  networks: readonly EngineNetwork[];
  volumes: readonly EngineVolume[];
  /** Unix time in seconds by the engine's own clock. */
  now: number;
}

/** Lists everything of an engine. Changes nothing. */
export async function lookAtEngine(docker: Docker): Promise<EngineThings> {
  const [images, containers, networks, { Volumes }, info] = await Promise.all([
    docker.listImages(),
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.info() as Promise<{ SystemTime?: string }>, // its types know nothing of it
  ]);
  const time = Date.parse(info.SystemTime ?? "");
  return {
    images: images.map(describeImage),
    containers: containers.map(describeContainer),
    networks: networks.map(({ Name, Labels }) => ({ name: Name, labels: labelsOf(Labels) })),
    volumes: describeVolumes(Volumes, containers),
    now: Math.floor((Number.isNaN(time) ? Date.now() : time) / 1000),
  };
}

/** Engines write null for none. */
function labelsOf(labels: Readonly<Record<string, string>> | null | undefined): Readonly<Record<string, string>> {
  return labels ?? {};
}

function describeVolumes(
  volumes: readonly Docker.VolumeInspectInfo[] | null,
  containers: readonly Docker.ContainerInfo[],
): EngineVolume[] {
  const mounted = new Set(containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? [])));
  return (volumes ?? []).map(({ Name, Labels }) => ({
    name: Name,
    labels: labelsOf(Labels),
    isMounted: mounted.has(Name),
  }));
}

function describeImage({ Id, RepoTags, RepoDigests, Size, Created, Labels }: Docker.ImageInfo): EngineImage {
  // Engines write null for none, or a name of `<none>`.
  const names = [...((RepoTags as string[] | null) ?? []), ...(RepoDigests ?? [])];
  return {
    id: Id,
    names: names.filter((name) => !name.includes("<none>")).toSorted(byKind),
    bytes: Size,
    builtAt: Created,
    isOfSetUp: Object.hasOwn(Labels ?? {}, CONTENT_LABEL),
  };
}

/** Tags first, which people know. */
function byKind(a: string, b: string): number {
  return Number(isDigest(a)) - Number(isDigest(b)) || (a < b ? -1 : 1);
}

function describeContainer({ Id, Names, ImageID, State, Created, Labels }: Docker.ContainerInfo): EngineContainer {
  // A container may lose its name while it is removed.
  const [name = Id.slice(0, 12)] = (Names as string[] | null) ?? [];
  return { id: Id, name: name.replace(/^\//, ""), image: ImageID, state: State, madeAt: Created, labels: Labels };
}
