import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { buildImage, CONTENT_LABEL } from "../../docker/images/build-image.ts";
import { contentHash } from "../../docker/images/content-hash.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";

/**
 * Makes the edge's image on an engine, under the name that a stack takes which names none; does nothing where it is there
 * already. Returns whether it had to be built.
 */
export async function buildEdgeImage(docker: Docker, note: (line: string) => void): Promise<boolean> {
  const folder = sourceFolder();
  const content = contentHash(folder, {});
  const image = await unlessMissing(docker.getImage(EDGE_IMAGE).inspect());
  if (image?.Config.Labels?.[CONTENT_LABEL] === content) return false;
  note(`building ${EDGE_IMAGE} (HAProxy from Debian's packages; a minute, where the engine has no base image yet)`);
  await buildImage(docker, { folder, tag: EDGE_IMAGE, content, buildArguments: {} });
  return true;
}

/** In a checkout and in the package alike: `images/edge` beside what this file lies in. */
function sourceFolder(): string {
  for (let dir = import.meta.dirname; dirname(dir) !== dir; dir = dirname(dir)) {
    const folder = join(dir, "images", "edge");
    if (existsSync(join(folder, "Dockerfile"))) return folder;
  }
  throw new Error("images/edge is not there, although it is a part of the package");
}
