import type Docker from "dockerode";
import { isNotFound, spokenBy } from "../docker/connect.ts";
import { InputError } from "../model/errors.ts";
import { LABEL } from "../model/names.ts";
import { haproxy } from "./haproxy/index.ts";
import type { RememberedRelease } from "./proxy.ts";

type Labels = Readonly<Record<string, string>>;

/** What one edge of a host remembers. */
export interface EdgeMemories {
  /** `shop-prod`: project and stack, as its labels name them. */
  owner: string;
  /** Id of its environment. */
  environment: string;
  /** Null where it could not be read; then `why` says so. */
  releases: readonly RememberedRelease[] | null;
  why: string | null;
}

/**
 * What every edge on a host remembers of releases, whatever project and version of tidegate it is of, running or not. One that
 * cannot be read is told, and is no error; so is one whose container is gone while its volume is there: to look into that
 * takes a container that mounts it, and somebody may be about to remove it.
 */
export async function readAllEdges(docker: Docker): Promise<EdgeMemories[]> {
  const filters = { label: [LABEL.environment] };
  const [containers, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
  ]);
  const edges = containers.filter(({ Labels }) => Labels[LABEL.role] === "edge");
  const mounted = new Set(edges.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? [])));
  // Those of secrets belong to a color; what is of an agent, a Prometheus or an Alertmanager says so.
  const lone = Volumes.filter(
    ({ Name, Labels }) => !mounted.has(Name) && !Object.hasOwn(Labels, LABEL.color) && Labels[LABEL.role] === "volume",
  );
  const read = await Promise.all(
    edges.map(({ Id, Labels }) => describe(Labels, () => haproxy.readReleases(docker, Id))),
  );
  return [...read, ...lone.map(({ Name, Labels }) => lost(Name, Labels))];
}

function lost(volume: string, labels: Labels): EdgeMemories {
  const head = headOf(labels);
  return {
    ...head,
    releases: null,
    why: `the edge of ${head.owner} is gone, and its volume ${volume} is not looked into`,
  };
}

function headOf(labels: Labels): Pick<EdgeMemories, "owner" | "environment"> {
  const owner = `${labels[LABEL.project] ?? "?"}-${labels[LABEL.stack] ?? "?"}`;
  return { owner, environment: labels[LABEL.environment] ?? "" };
}

async function describe(labels: Labels, read: () => Promise<readonly RememberedRelease[]>): Promise<EdgeMemories> {
  const head = headOf(labels);
  try {
    return { ...head, releases: await read(), why: null };
  } catch (error) {
    if (isNotFound(error)) return { ...head, releases: [], why: null }; // it went while we looked, and nothing is left of it
    if (error instanceof InputError) throw error; // the host is out of reach
    return {
      ...head,
      releases: null,
      why: `what the edge of ${head.owner} remembers cannot be read (${spokenBy(error)})`,
    };
  }
}
