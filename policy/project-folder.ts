import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of the project that is running, or else of the one the pack lies in; undefined when there is neither. */
export function projectFolder(): string | undefined {
  return process.env["TIDEGATE_PROJECT_DIR"] ?? projectAbove(import.meta.dirname);
}

function projectAbove(folder: string): string | undefined {
  if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}
