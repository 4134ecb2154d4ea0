import { join } from "node:path";
import { z } from "zod";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { unknownService } from "../config/unknown-service.ts";
import type { DeclaredNames } from "./plan-import.ts";

const releaseSchema = z.looseObject({
  environment: z.record(z.string(), z.unknown()).nullish(),
  secrets: z.array(z.string()).nullish(),
});
const servicesSchema = z.record(z.string(), z.looseObject({ release: releaseSchema.nullish() }));
const secretsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const fileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

/** The service an import is for, and what its shared release names already. */
export function declaredNames(ref: StackRef, wanted: string | undefined): { service: string; declared: DeclaredNames } {
  const path = join(ref.projectDir, `Pulumi.${ref.stack}.yaml`);
  const config = fileSchema.safeParse(parseYaml(readTextFile(path), path));
  const services = servicesSchema.safeParse(config.data?.config?.["tidegate:services"] ?? {});
  if (!services.success)
    throw new InputError(`${path}: tidegate:services cannot be read. Run \`tidegate preview\` to see why.`);
  const names = Object.keys(services.data).toSorted();
  const service = wanted ?? (names.length === 1 ? names[0] : undefined);
  if (service === undefined) {
    throw new InputError(`--service: is needed. The stack has ${names.join(", ") || "none yet"}.`);
  }
  if (!names.includes(service)) throw unknownService(`Pulumi.${ref.stack}.yaml`, service, names);
  const release = services.data[service]?.release;
  return {
    service,
    declared: {
      environment: release?.environment ?? {},
      secrets: release?.secrets ?? [],
      sealed: Object.keys(secretsSchema.safeParse(config.data?.config?.["tidegate:secrets"]).data?.[service] ?? {}),
    },
  };
}
