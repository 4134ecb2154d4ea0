import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The test files of a project that have more to do in a soak: those that ask `soak.ts` how much. Paths from the root. */
export function soakFiles(project: string, root: string = join(import.meta.dirname, "..", "..")): string[] {
  const folder = join("test", project);
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(folder, name))
    .filter((path) => readFileSync(join(root, path), "utf8").includes('support/soak.ts"'));
}
