import type Docker from "dockerode";
import { imageDigests } from "../docker/images/image-digests.ts";
import type { Color } from "../model/color.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { LABEL, type StackId } from "../model/names.ts";

/** Which build the replicas of a color run, by what the engine made them of and not by what they are labelled with. */
export interface ReadBack {
  /** Digest that all of them run; null where they run several, there are none, or their image has no digest. */
  digest: string | null;
  /** Those that run another build than they should, with its digest; sorted by name. */
  strays: readonly { replica: string; digest: string }[];
}

export interface WantedBuild {
  service: string;
  color: Color;
  /** Reference of the image that they should run. */
  image: string;
}

/** Asks a host which build a color runs. An image that has lost its digests, because its name was removed, is no stray. */
export async function readBack(
  docker: Docker,
  { project, stack }: StackId,
  { service, color, image }: WantedBuild,
): Promise<ReadBack> {
  const labels = { project, stack, role: "replica", service, color } as const;
  const label = Object.entries(labels).map(([key, value]) => `${LABEL[key as keyof typeof labels]}=${value}`); // its own keys
  const replicas = await docker.listContainers({ filters: { label } });
  const ids = [...new Set(replicas.map(({ ImageID }) => ImageID))];
  const known = new Map(await Promise.all(ids.map(async (id) => [id, await imageDigests(docker, id)] as const)));
  const wanted = parseImageReference(image)?.digest;
  const run = replicas.map(({ Names: [name = ""], ImageID }) => {
    const digests = known.get(ImageID) ?? [];
    const isWanted = wanted !== undefined && digests.includes(wanted);
    return { replica: name.replace(/^\//, ""), digest: (isWanted ? wanted : digests[0]) ?? null };
  });
  const [digest = null, ...others] = new Set(run.map((each) => each.digest));
  const strays = run.flatMap(({ replica, digest }) =>
    wanted === undefined || digest === null || digest === wanted ? [] : [{ replica, digest }],
  );
  return {
    digest: others.length === 0 ? digest : null,
    strays: strays.toSorted((a, b) => (a.replica < b.replica ? -1 : 1)),
  };
}
