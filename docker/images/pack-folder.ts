import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import { listFiles } from "./content-hash.ts";

/**
 * A folder of small files as the archive that an engine builds an image from. Unlike the engine client's own, it keeps a
 * Dockerfile that .dockerignore names: the engine needs it and leaves it out of the build itself.
 */
export function packFolder(folder: string): Readable {
  const archive = pack();
  for (const name of listFiles(folder)) {
    const path = join(folder, name);
    archive.entry({ name, mode: statSync(path).mode & 0o777 }, readFileSync(path));
  }
  archive.finalize();
  return Readable.from(archive); // the packer is no stream of Node.js's own
}
