import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { extract } from "tar-stream";

/**
 * Every file below a folder of a container, running or stopped, by its path below that folder. Meant for folders of a few
 * small text files. Throws when the folder or the container is not there.
 */
export async function readFiles(docker: Docker, container: string, folder: string): Promise<Map<string, string>> {
  const files = await read(docker, container, `${folder}/.`);
  // The engine's names begin with the folder that was asked for, or with a dot.
  return new Map([...files].map(([name, content]) => [name.replace(/^[^/]*\//, ""), content]));
}

/** One small text file of a container, running or stopped. Throws when the file or the container is not there. */
export async function readFile(docker: Docker, container: string, path: string): Promise<string> {
  const [content = ""] = (await read(docker, container, path)).values();
  return content;
}

async function read(docker: Docker, container: string, path: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const [name, content] of walkFiles(docker, container, path)) files.set(name, content);
  return files;
}

/** Each file of a folder or path, by the engine's name for it, in the order of names: one at a time is in memory. */
export async function* walkFiles(docker: Docker, container: string, path: string): AsyncGenerator<[string, string]> {
  const archive = await docker.getContainer(container).getArchive({ path });
  const unpack = extract();
  archive.on("error", (error: Error) => unpack.destroy(error));
  archive.pipe(unpack);
  for await (const entry of unpack) {
    const content = await text(entry);
    if (entry.header.type === "file") yield [entry.header.name, content];
  }
}
