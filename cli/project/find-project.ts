import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";

const FILE = "Pulumi.yaml";

const projectSchema = z.object({ name: z.string().min(1) });

/** Both names become part of the names of containers, networks and volumes. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const NAME_RULE = "must be letters from a to z, digits, `-`, `_` and `.`, and begin with a letter or digit";

/** The project in `cwd` or the nearest folder above it, and the stack asked for, whose file must exist. */
export function findStack(cwd: string, stack: string): StackRef {
  const projectDir = findProjectDir(cwd);
  const ref = { projectDir, project: readName(join(projectDir, FILE)), stack };
  assertName("--stack", stack, `Rename Pulumi.${stack}.yaml.`);
  const stacks = listStacks(projectDir);
  if (stacks.includes(stack)) return ref;
  const known = stacks.length === 0 ? "There is none yet" : `There are ${stacks.join(", ")}`;
  throw new InputError(
    `--stack: there is no Pulumi.${stack}.yaml in ${projectDir}, got ${JSON.stringify(stack)}. ` +
      `${known}. Correct the name, or make a new one with \`tidegate init\`.`,
  );
}

/** Whether a stack or a project may be called so. */
export function isName(name: string): boolean {
  return NAME.test(name);
}

/** Throws where `name`, which stands at `place`, cannot be the name of a stack or project; `advice` says what to do. */
export function assertName(place: string, name: string, advice: string): void {
  if (!isName(name)) throw new InputError(`${place}: ${NAME_RULE}, got ${JSON.stringify(name)}. ${advice}`);
}

/** Names of the stacks that have a file in a project's folder, sorted. */
export function listStacks(projectDir: string): string[] {
  return readdirSync(projectDir)
    .flatMap((name) => stackOfFile(name) ?? [])
    .toSorted();
}

/** The stack whose file has this name; undefined where it is no stack's. */
export function stackOfFile(name: string): string | undefined {
  return /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1];
}

/** The folder of the project that `cwd` lies in. */
export function findProjectDir(cwd: string): string {
  for (let dir = resolve(cwd); ; dir = dirname(dir)) {
    if (existsSync(join(dir, FILE))) return dir;
    if (dirname(dir) === dir) break;
  }
  throw new InputError(`--cwd: no ${FILE} in ${cwd} or above it. Run in the folder of a project, or name it with -C.`);
}

function readName(path: string): string {
  const text = readTextFile(path);
  const project = projectSchema.safeParse(parseYaml(text, path));
  if (!project.success) {
    throw new InputError(`${path}: cannot be read as a Pulumi project. It needs at least a \`name\`.`);
  }
  const { name } = project.data;
  assertName(`${path}: name`, name, "Choose another name.");
  return name;
}
