import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file that an image is built from. */
export interface ContextFile {
  /** What the builder knows it by, from the root of the context. */
  name: string;
  content: Buffer;
  isExecutable: boolean;
}

/** All that an image is built from, the Dockerfile included. */
export type BuildContext = readonly ContextFile[];

/** The files of a folder that are wanted, or all, sorted by name. */
export function folderContext(folder: string, isWanted: (name: string) => boolean = () => true): BuildContext {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => isWanted(name) && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => readContextFile(name, join(folder, name)));
}

export function readContextFile(name: string, path: string): ContextFile {
  return { name, content: readFileSync(path), isExecutable: (statSync(path).mode & 0o100) !== 0 };
}
