import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { mergeRelease } from "../../model/declared-service.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { serviceSchema, type ServiceSpec } from "../../model/service.ts";

const fileSchema = z.object({
  config: z.object({ "tidegate:services": z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/**
 * The services of a stack's file, read without the passphrase: nothing in them is secret. Null where the file cannot be read
 * so: a status must work beside a file that somebody is editing.
 */
export function readDeclared({ projectDir, stack }: StackRef): Readonly<Record<string, ServiceSpec>> | null {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const file = fileSchema.safeParse(parseYaml(readFileSync(path, "utf8"), path));
  if (!file.success) return null;
  const merged = Object.entries(file.data.config["tidegate:services"]).map(([name, service]) => [
    name,
    mergeRelease(service),
  ]);
  const services = z.record(z.string(), serviceSchema).safeParse(Object.fromEntries(merged));
  return services.success ? services.data : null;
}
