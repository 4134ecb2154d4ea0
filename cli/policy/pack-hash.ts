import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { SETTINGS_FILE } from "../../policy/settings.ts";

/** SHA-256 of what judges: every file of the pack, by name and content, and the project's settings. */
export function packHash(packDir: string, projectDir: string): string {
  const hash = createHash("sha256");
  const settings = join(projectDir, SETTINGS_FILE);
  for (const file of filesBelow(packDir)) add(relative(packDir, file).split(sep).join("/"), file);
  if (existsSync(settings)) add(SETTINGS_FILE, settings);
  return hash.digest("hex");

  function add(name: string, file: string): void {
    const content = readFileSync(file);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
}

/** Every file in a folder and below, sorted; packages it brought along are no part of its own text. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
