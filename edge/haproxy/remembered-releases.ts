import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { readFiles } from "../../docker/read-files.ts";
import type { RememberedRelease } from "../proxy.ts";
import { PATHS } from "./paths.ts";

/** The releases of the records and of the parts, read through a container that has the volume and need not run. */
export async function readReleases(docker: Docker, container: string): Promise<RememberedRelease[]> {
  const folders = await Promise.all(
    [PATHS.records, PATHS.parts].map((folder) => unlessMissing(readFiles(docker, container, folder))),
  );
  // A folder may be missing on a volume that nobody has written to; a container that went is no edge without a memory.
  if (folders.includes(undefined)) await docker.getContainer(container).inspect();
  return folders.flatMap((files) =>
    [...(files ?? [])].flatMap(([name, text]) =>
      name.endsWith(".json") ? releasesIn(name.slice(0, -".json".length), JSON.parse(text)) : [],
    ),
  );
}

/**
 * Everything in a file that has an image, whatever else the file says: who asks what an edge of another version still needs
 * must not fail at a key that is new to this one.
 */
export function releasesIn(service: string, value: unknown): RememberedRelease[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value).flatMap((inner: unknown) => releasesIn(service, inner));
  if (!("image" in value) || typeof value.image !== "string") return below;
  const version = "version" in value && typeof value.version === "string" ? value.version : "";
  return [{ service, version, image: value.image }, ...below];
}
