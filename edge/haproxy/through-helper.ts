import type Docker from "dockerode";
import { isNotFound, unlessMissing } from "../../docker/connect.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { LABEL } from "../../model/names.ts";

export interface HelperMount {
  /** Name of the volume that is looked into. */
  volume: string;
  /** Where the helper has it. */
  target: string;
  /** Any image of the host: nothing in it is run. */
  image: string;
}

/**
 * Reads a volume through a container that is made for this, never started, and removed after it; `read` is given its id. Undefined
 * where there is no such volume. Throws an InputError where the host has no such image.
 */
export async function throughHelper<T>(
  docker: Docker,
  { volume, target, image }: HelperMount,
  read: (helper: string) => Promise<T>,
): Promise<T | undefined> {
  const found = await unlessMissing(docker.getVolume(volume).inspect());
  if (found === undefined) return undefined;
  let helper;
  try {
    helper = await docker.createContainer({
      Image: image,
      Cmd: ["none"],
      Labels: { ...found.Labels, [LABEL.role]: "helper" },
      NetworkDisabled: true,
      HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: target, ReadOnly: true }] },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new InputError(
      `edge: its container is gone, and to read its volume ${volume} takes an image. Run set-up, or \`docker pull ${EDGE_IMAGE}\`.`,
    );
  }
  try {
    return await read(helper.id);
  } finally {
    await helper.remove({ force: true, v: true }); // `v`: also the nameless volumes that an image may ask for
  }
}
