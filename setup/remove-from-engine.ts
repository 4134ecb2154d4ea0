import { rmSync } from "node:fs";
import { isNotFound, statusOf } from "../docker/connect.ts";
import { CONTENT_LABEL } from "../docker/images/build-image.ts";
import { imagesFile } from "./images/images-file.ts";
import type { SetupContext } from "./step.ts";
import { REGISTRY } from "./steps.ts";

const CONFLICT = 409;

/**
 * Takes off the engine what set-up has put there: the registry with its volume, and every image it has built. Returns the
 * images that stay because containers use them. The base image, system packages and Node.js stay too. Safe to repeat.
 */
export async function removeFromEngine({ docker, root }: Pick<SetupContext, "docker" | "root">): Promise<string[]> {
  await unlessGone(docker.getContainer(REGISTRY).remove({ force: true }));
  await unlessGone(docker.getVolume(REGISTRY).remove());
  rmSync(imagesFile(root), { force: true });
  const built = await docker.listImages({ filters: { label: [CONTENT_LABEL] } });
  const inUse: string[] = [];
  for (const name of built.flatMap(({ Id, RepoTags }) => RepoTags ?? [Id])) {
    try {
      await unlessGone(docker.getImage(name).remove());
    } catch (error) {
      if (statusOf(error) !== CONFLICT) throw error;
      inUse.push(name);
    }
  }
  return inUse;
}

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
