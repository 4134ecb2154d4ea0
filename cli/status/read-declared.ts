import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { colorSchema, type Color } from "../../model/color.ts";

const versionSchema = z.object({ version: z.coerce.string() });
const serviceSchema = z.object({
  activeColor: colorSchema,
  replicas: z.int().default(2),
  blue: versionSchema.optional(),
  green: versionSchema.optional(),
});
const fileSchema = z.object({ config: z.object({ "tidegate:services": z.record(z.string(), serviceSchema) }) });

/** What a stack's file says of a service, as far as running things can be compared with it. */
export interface DeclaredService {
  activeColor: Color;
  replicas: number;
  versions: Readonly<Record<Color, string | null>>;
}

/**
 * The services of a stack's file, read without the passphrase. Null where the file cannot be read so: a status must work
 * beside a file that somebody is editing.
 */
export function readDeclared({ projectDir, stack }: StackRef): Readonly<Record<string, DeclaredService>> | null {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const file = fileSchema.safeParse(parse(readFileSync(path, "utf8")));
  if (!file.success) return null;
  return Object.fromEntries(
    Object.entries(file.data.config["tidegate:services"]).map(([name, { activeColor, replicas, blue, green }]) => [
      name,
      { activeColor, replicas, versions: { blue: blue?.version ?? null, green: green?.version ?? null } },
    ]),
  );
}
