import { join } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { PolicyError } from "../../model/errors.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { tierOf } from "../../model/tier.ts";

const fileSchema = z
  .object({ config: z.object({ "tidegate:tier": z.string().optional().catch(undefined) }).nullish() })
  .nullish()
  .catch(undefined);

/** Throws a PolicyError for a stack of tier prod, which one that says nothing of its tier is. Nothing overrides that. */
export function assertMayDrill({ projectDir, stack }: StackRef): void {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const declared = fileSchema.parse(parseYaml(readTextFile(path), path))?.config?.["tidegate:tier"];
  if (tierOf(stack, declared) !== "prod") return;
  throw new PolicyError(`tidegate drill: stack ${JSON.stringify(stack)} is of tier prod, where no fault is practised.`);
}
