import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../../../model/errors.ts";
import { parseYaml } from "../../../model/parse-yaml.ts";
import { parseAll } from "../../../model/problems.ts";
import { UnsupportedError } from "../unsupported.ts";

const FILE = "Pulumi.yaml";

const runtimeOptions = z.looseObject({ typescript: z.boolean().default(true), nodeargs: z.string().default("") });

const projectSchema = z.looseObject({
  name: z.string(),
  main: z.string().default("."),
  runtime: z.union([z.string(), z.looseObject({ name: z.string(), options: runtimeOptions.prefault({}) })]),
});

/** What this engine needs of Pulumi.yaml. */
export interface Project {
  name: string;
  /** Folder of Pulumi.yaml, absolute. */
  dir: string;
  /** Folder the program runs in, absolute. */
  programDir: string;
  /** Entry point, relative to `programDir`; `.` leaves the choice to its package.json. */
  entry: string;
  /** False: Node strips the types itself. True: the SDK's ts-node does. */
  typescript: boolean;
  nodeArgs: readonly string[];
}

/** Reads Pulumi.yaml of a folder. Keys this engine would have to ignore are errors. */
export function loadProject(projectDir: string): Project {
  const path = join(projectDir, FILE);
  const file = parseAll(projectSchema, parseYaml(read(path), path), { path });
  for (const key of ["config", "plugins", "packages", "stackConfigDir"]) {
    if (file[key] !== undefined) throw new UnsupportedError(path, `the key \`${key}\``);
  }
  const runtime =
    typeof file.runtime === "string" ? { name: file.runtime, options: runtimeOptions.parse({}) } : file.runtime;
  if (runtime.name !== "nodejs") throw new UnsupportedError(path, `the runtime ${JSON.stringify(runtime.name)}`);
  const main = resolve(projectDir, file.main);
  const isFolder = statSync(main, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) {
    throw new InputError(`${path}: \`main\` must be a file or a folder, got ${JSON.stringify(file.main)}. Correct it.`);
  }
  return {
    name: file.name,
    dir: resolve(projectDir),
    programDir: isFolder ? main : dirname(main),
    entry: isFolder ? "." : basename(main),
    typescript: runtime.options.typescript,
    nodeArgs: runtime.options.nodeargs.split(/\s+/).filter((argument) => argument !== ""),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`${path}: cannot be read. Run in the folder of the Pulumi project, or name it.`, {
      cause: error,
    });
  }
}
