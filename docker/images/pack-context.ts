import { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { BuildContext } from "./build-context.ts";

/**
 * Small files as the archive that an engine builds an image from. Unlike the engine client's own, it keeps a Dockerfile that
 * .dockerignore names: the engine needs it and leaves it out of the build itself.
 */
export function packContext(context: BuildContext): Readable {
  const archive = pack();
  for (const { name, content, isExecutable } of context) {
    archive.entry({ name, mode: isExecutable ? 0o755 : 0o644 }, content);
  }
  archive.finalize();
  return Readable.from(archive); // the packer is no stream of Node.js's own
}
