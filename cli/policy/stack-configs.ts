import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { replicasSchema } from "../../model/service.ts";
import { listStacks } from "../project/find-project.ts";

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

const declaredSchema = z.object({
  "tidegate:tier": z.string().optional(),
  "tidegate:retire": z.array(z.string()).default([]),
  "tidegate:services": z.record(z.string(), z.looseObject({ replicas: replicasSchema })).default({}),
});

/** `config` of every stack file of a project, by stack, as it is written: what is encrypted stays so. */
export function loadStackConfigs({ projectDir }: StackRef): Record<string, Readonly<Record<string, unknown>>> {
  const load = (stack: string) => {
    const file = fileSchema.parse(parse(readFileSync(join(projectDir, `Pulumi.${stack}.yaml`), "utf8")));
    return file?.config ?? {};
  };
  return Object.fromEntries(listStacks(projectDir).map((stack) => [stack, load(stack)]));
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
