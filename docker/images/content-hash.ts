import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files of a folder, relative to it, sorted; the build context of an image. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file)).isFile())
    .toSorted();
}

/** Sixteen hex digits over names, executable bits and contents of a folder's files and the build arguments. */
export function contentHash(folder: string, buildArguments: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(Object.entries(buildArguments).toSorted()));
  for (const file of listFiles(folder)) {
    const path = join(folder, file);
    const content = readFileSync(path);
    const executable = (statSync(path).mode & 0o100) !== 0;
    hash.update(JSON.stringify([file, executable, content.length])).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}
