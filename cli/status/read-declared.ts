import { join } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { mergeRelease } from "../../model/declared-service.ts";
import { withGates } from "../../model/gates/with-gates.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { serviceSchema, type ServiceSpec } from "../../model/service.ts";
import { tierOf } from "../../model/tier.ts";

const fileSchema = z.object({
  config: z.object({
    "tidegate:tier": z.string().optional().catch(undefined),
    "tidegate:services": z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

const withoutServices = z
  .object({ config: z.object({ "tidegate:services": z.undefined().optional() }).nullish() })
  .nullish();

/** The services that a stack's file declares, or why nothing can be compared with them. */
export type Declared = Readonly<Record<string, ServiceSpec>> | "unreadable" | "by the program";

/**
 * The services of a stack's file, or of `text` in its place, read without the passphrase: nothing in them is secret. A file that cannot be read so is no
 * error, because a status must work beside one that somebody is editing. One that declares none belongs to a program that
 * does so itself.
 */
export function readDeclared({ projectDir, stack }: StackRef, text?: string): Declared {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const content = parseYaml(text ?? readTextFile(path), path);
  if (withoutServices.safeParse(content).success) return "by the program";
  const file = fileSchema.safeParse(content);
  if (!file.success) return "unreadable";
  const { "tidegate:tier": said, "tidegate:services": declared } = file.data.config;
  const tier = tierOf(stack, said);
  const merged = Object.entries(declared).map(([name, service]) => [
    name,
    withGates(mergeRelease(service), undefined, tier),
  ]);
  const services = z.record(z.string(), serviceSchema).safeParse(Object.fromEntries(merged));
  return services.success ? services.data : "unreadable";
}
