import { join } from "node:path";
import { z } from "zod";
import { LOCAL_HOST } from "../../docker/connect.ts";
import { misleadingVariables } from "../../docker/engine-variables.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { unnamedHost, type StackHost } from "../../model/hosts.ts";
import { assertOnDocker } from "../../model/platform.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";

const stackFileSchema = z
  .object({
    config: z
      .object({ "tidegate:host": z.unknown().optional(), "tidegate:platform": z.unknown().optional() })
      .nullish(),
  })
  .nullish();

/** The hosts a stack is on; see {@link readHost}. */
export function readHosts(ref: StackRef): StackHost[] {
  return unnamedHost(readHost(ref));
}

/**
 * Engine address a stack is on: `tidegate:host` of its file, else the local engine. Read without the passphrase. Where
 * no host is declared and DOCKER_HOST names another one, `tell` says which is used; variables that would lead what this
 * process starts to another engine are taken away. Throws an InputError for a stack that is on no Docker host.
 */
export function readHost(ref: StackRef, tell: (line: string) => void = note): string {
  const declared = declaredHost(ref);
  const host = declared ?? LOCAL_HOST;
  const wanted = process.env["DOCKER_HOST"] ?? "";
  if (declared === undefined && wanted !== "" && wanted !== host) {
    tell(
      `Pulumi.${ref.stack}.yaml declares no \`tidegate:host\`, so ${host} is used, and not ${wanted}, which DOCKER_HOST names. ` +
        `To use that one, set \`tidegate:host\` to it.`,
    );
  }
  for (const name of misleadingVariables(host, process.env)) Reflect.deleteProperty(process.env, name);
  return host;
}

function note(line: string): void {
  process.stderr.write(`note: ${line}\n`);
}

function declaredHost({ projectDir, stack }: StackRef): string | undefined {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  const file = stackFileSchema.safeParse(parseYaml(readTextFile(path), path));
  assertOnDocker(file.data?.config?.["tidegate:platform"], path);
  const host = file.data?.config?.["tidegate:host"] ?? undefined;
  if (host === undefined || typeof host === "string") return host;
  throw new InputError(`${path}: tidegate:host: must be plain text, got an object. An engine's address is no secret.`);
}
