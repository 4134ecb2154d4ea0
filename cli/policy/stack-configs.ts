import { join } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { replicasSchema } from "../../model/service.ts";
import type { PolicySettings } from "../../policy/settings.ts";
import { listStacks } from "../project/find-project.ts";

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

const declaredSchema = z.object({
  "tidegate:tier": z.string().optional().catch(undefined),
  "tidegate:retire": z.array(z.string()).default([]),
  "tidegate:services": z.record(z.string(), z.looseObject({ replicas: replicasSchema })).default({}),
});

/**
 * `config` of a stack's file and of those it is compared with, as they are written: what is encrypted stays so. `text` stands for
 * the stack's own file. A stack without a file is left out. Throws an InputError when one of them is no YAML.
 */
export function loadStackConfigs(
  { projectDir, stack }: StackRef,
  { promotion: { from, to } }: Readonly<PolicySettings>,
  text?: string,
): Record<string, Readonly<Record<string, unknown>>> {
  const wanted = new Set(stack === to ? [stack, from] : [stack]);
  const stacks = listStacks(projectDir).filter((name) => wanted.has(name));
  return Object.fromEntries(
    stacks.map((name) => {
      const path = join(projectDir, `Pulumi.${name}.yaml`);
      return [name, parseConfig(name === stack && text !== undefined ? text : readTextFile(path), path)];
    }),
  );
}

function parseConfig(text: string, path: string): Readonly<Record<string, unknown>> {
  return fileSchema.parse(parseYaml(text, path))?.config ?? {};
}

/** The little of a stack's config that its plan is judged by. The program has refused a config that is wrong before. */
export function readDeclared(config: Readonly<Record<string, unknown>>) {
  const declared = declaredSchema.parse(config);
  const services = Object.entries(declared["tidegate:services"]);
  return {
    tier: declared["tidegate:tier"],
    retired: new Set(declared["tidegate:retire"]),
    replicas: Object.fromEntries(services.map(([name, { replicas }]) => [name, replicas])),
  };
}
