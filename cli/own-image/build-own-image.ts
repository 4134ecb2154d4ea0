import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { buildImage, CONTENT_LABEL } from "../../docker/images/build-image.ts";
import { contentHash } from "../../docker/images/content-hash.ts";
import type { OwnImage } from "./own-images.ts";

/**
 * Makes an image of ours on an engine, under the name that a stack takes which names none; does nothing where it is there already.
 * Returns whether it had to be built.
 */
export async function buildOwnImage(docker: Docker, own: OwnImage, note: (line: string) => void): Promise<boolean> {
  const context = own.context();
  const content = contentHash(context, {});
  const image = await unlessMissing(docker.getImage(own.reference).inspect());
  if (image?.Config.Labels?.[CONTENT_LABEL] === content) return false;
  note(`building ${own.reference} (${own.fetches}; a minute, where the engine has no base image yet)`);
  await buildImage(docker, { context, tag: own.reference, content, buildArguments: {} });
  return true;
}
