import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LOCAL_HOST } from "../../docker/connect.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { parseYaml } from "../../model/parse-yaml.ts";

const stackFileSchema = z.object({ config: z.object({ "tidegate:host": z.unknown() }).nullish() }).nullish();

/** Engine address a stack is on: `tidegate:host` of its file, else the local engine. Read without the passphrase. */
export function readHost({ projectDir, stack }: StackRef): string {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const file = stackFileSchema.safeParse(parseYaml(readText(path), path));
  const host = file.data?.config?.["tidegate:host"] ?? LOCAL_HOST;
  if (typeof host === "string") return host;
  throw new InputError(`${path}: tidegate:host: must be plain text, got an object. An engine's address is no secret.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new InputError(`${path}: cannot be read (${reason}). Make it readable for this user.`, { cause: error });
  }
}
