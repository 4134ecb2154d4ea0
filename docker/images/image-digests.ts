import type Docker from "dockerode";
import { unlessMissing } from "../connect.ts";

/** Digests under which an engine knows an image, by its id; none where it is gone or was never in a registry. */
export async function imageDigests(docker: Docker, id: string): Promise<string[]> {
  const image = await unlessMissing(docker.getImage(id).inspect());
  return (image?.RepoDigests ?? []).map((name) => name.slice(name.indexOf("@") + 1));
}
