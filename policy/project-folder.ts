import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

/**
 * Folder of the project that is running. The embedded engine names it; the Pulumi CLI names the project only, which is looked
 * for above the folder of the shell that started the CLI. Else it is the project that the pack lies in, if any.
 */
export function projectFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env["TIDEGATE_PROJECT_DIR"] ?? runningProject(env) ?? projectAbove(import.meta.dirname);
}

/** A pack's process runs in the pack's folder, but the CLI hands on what the shell said of its own. */
function runningProject({ PWD: shellFolder, PULUMI_NODEJS_PROJECT: name }: NodeJS.ProcessEnv): string | undefined {
  const folder = shellFolder === undefined ? undefined : projectAbove(shellFolder);
  return folder !== undefined && name !== undefined && nameOf(folder) === name ? folder : undefined;
}

function projectAbove(folder: string): string | undefined {
  if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}

function nameOf(folder: string): unknown {
  const project: unknown = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
  return typeof project === "object" && project !== null && "name" in project ? project.name : undefined;
}
