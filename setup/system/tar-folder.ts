import { spawn } from "node:child_process";
import { PassThrough, type Readable } from "node:stream";

/** A folder as the archive that a container engine imports, with owners and links as they are. */
export function tarFolder(folder: string): Readable {
  const tar = spawn("tar", ["-C", folder, "--numeric-owner", "-c", "."], { stdio: ["ignore", "pipe", "ignore"] });
  // Read at once: what a child has written and nobody has asked for when it exits is thrown away.
  const archive = tar.stdout.pipe(new PassThrough());
  tar.on("error", (error) => archive.destroy(error));
  tar.on("exit", (code) => {
    if (code !== 0) archive.destroy(new Error(`tar of ${folder} ended with exit code ${code}`));
  });
  return archive;
}
