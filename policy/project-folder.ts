import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseYaml } from "../model/parse-yaml.ts";
import { readTextFile } from "../model/read-text-file.ts";

/**
 * Folder of the project that is running; undefined where nobody can tell, because another project's settings and exceptions
 * must not be taken for its own. The embedded engine names it. The Pulumi CLI names the project only, which is looked for
 * above the folder of the shell that started the CLI (a pack's process runs in the pack's folder), and above the pack.
 */
export function projectFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { TIDEGATE_PROJECT_DIR: named, PULUMI_NODEJS_PROJECT: name, PWD: shellFolder } = env;
  if (named !== undefined) return named;
  const candidates = [shellFolder, import.meta.dirname].map((start) =>
    start === undefined ? undefined : projectAbove(start),
  );
  return candidates.find((folder) => folder !== undefined && nameOf(folder) === name);
}

function projectAbove(folder: string): string | undefined {
  if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}

function nameOf(folder: string): unknown {
  const file = join(folder, "Pulumi.yaml");
  const project = parseYaml(readTextFile(file), file);
  return typeof project === "object" && project !== null && "name" in project ? project.name : undefined;
}
