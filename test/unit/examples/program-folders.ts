import { readdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../support/repository.ts";

/** Folders of code that no stack runs. */
const ASIDE = ["bench", "demo", "docs", "load", "observability", "test"];

/** Folders that the program, its policies and its commands are made of: a change there may touch every environment. */
export function programFolders(): string[] {
  return readdirSync(REPOSITORY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => name)
    .filter((name) => !ASIDE.includes(name))
    .filter((name) => readdirSync(join(REPOSITORY, name)).some((file) => /\.[jt]s$/.test(file)));
}
