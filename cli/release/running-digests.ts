import type Docker from "dockerode";
import type { RunningDigests } from "../../delivery/release/choose-target.ts";
import { connectDocker, unlessMissing } from "../../docker/connect.ts";
import { imageDigests } from "../../docker/images/image-digests.ts";
import { COLORS } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { recordOf, replicasOf } from "../../model/observed-hosts.ts";
import type { Observed } from "../../model/observed.ts";

/** Digests of what the containers of each color run, where the release they are of is named by a tag alone. */
export async function runningDigests(
  [host]: readonly StackHost[],
  { hosts: seen }: Observed,
  service: string,
): Promise<RunningDigests> {
  const found = await Promise.all(
    COLORS.map(async (color): Promise<[string, string[]][]> => {
      const image = recordOf(seen, service)?.sealed[color]?.release.image;
      if (image === undefined || parseImageReference(image)?.digest !== undefined) return [];
      const names = replicasOf(seen, service).filter((replica) => replica.color === color);
      if (names[0] === undefined || host === undefined) return [];
      return [[color, await digestsOf(connectDocker(host.address), names[0].id)]];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** None where the engine is out of reach, as where a plan is made from a snapshot: then nobody can say that it serves already. */
async function digestsOf(docker: Docker, containerId: string): Promise<string[]> {
  try {
    const container = await unlessMissing(docker.getContainer(containerId).inspect());
    return container === undefined ? [] : await imageDigests(docker, container.Image);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
