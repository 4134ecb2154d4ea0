import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { withValue, writeEdit } from "../../engine/config/edit-config.ts";
import type { Engine, StackRef } from "../../engine/engine.ts";
import { declaredNames } from "../import/declared-names.ts";
import { planImport, type ImportPlan, type ImportStep } from "../import/plan-import.ts";
import { readEnvFile } from "../import/read-env-file.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
import { openSession } from "../run/session.ts";

export interface ImportEnvOptions extends StackOptions {
  file: string;
  service?: string;
  secret: readonly string[];
  plain: readonly string[];
  allSecret: boolean;
  /** Show what would be done, and write nothing. */
  dryRun: boolean;
}

const optionsSchema = z.object({
  service: z.string().optional(),
  secret: z.array(z.string()).default([]),
  plain: z.array(z.string()).default([]),
  allSecret: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

export function parseImportOptions(options: unknown): Omit<ImportEnvOptions, keyof StackOptions | "file"> {
  const { service, ...rest } = optionsSchema.parse(options);
  return { ...rest, ...(service === undefined ? {} : { service }) };
}

const names = z.array(z.string());

export const importEnvResult = defineResult("import-env", {
  stack: z.string(),
  service: z.string(),
  dryRun: z.boolean().describe("Whether nothing was written."),
  plain: names.describe("Names of the readable values."),
  secret: names.describe("Names of the encrypted ones."),
  overwritten: names.describe("Those of them that had another value."),
  unexpanded: names.describe("Those whose value names another variable with `$`, which nobody fills in."),
});

/** Takes a .env file into the stack's file: secrets encrypted, the rest as it is; all of it or nothing. Prints names only. */
export async function importEnv(options: ImportEnvOptions): Promise<void> {
  const values = readEnvFile(options.file);
  const { engine, ref } = await openSession(options, "nothing");
  const { service, declared } = declaredNames(ref, options.service);
  const plan = planImport(service, values, options, declared);
  if (!options.dryRun) {
    await engine.settleConfig();
    await setAll(engine, ref, plan.steps);
  }

  const { plain, secret, overwritten, unexpanded } = plan;
  if (options.json) {
    const { dryRun } = options;
    importEnvResult.print({ stack: ref.stack, service, dryRun, plain, secret, overwritten, unexpanded });
    return;
  }
  const list = (names: readonly string[]) => (names.length === 0 ? "none" : names.join(", "));
  process.stdout.write(
    `${options.dryRun ? "Would be written, and nothing was:\n" : ""}environment of ${service}: ${list(plain)}\n` +
      `secrets of ${service}, encrypted: ${list(secret)}\n` +
      (overwritten.length === 0 ? "" : `instead of other values: ${list(overwritten)}\n`),
  );
  for (const notice of notices(options.file, plan)) process.stderr.write(`note: ${notice}\n`);
}

function notices(file: string, { secret, unexpanded }: ImportPlan): string[] {
  const [first] = secret;
  return [
    ...(unexpanded.length === 0
      ? []
      : [
          `${unexpanded.join(", ")} name${unexpanded.length === 1 ? "s" : ""} another variable with \`$\`, which nobody fills in: taken as it stands.`,
        ]),
    ...(first === undefined
      ? []
      : [
          `The app finds each secret as a file, for instance /run/secrets/${first}, and not in its environment.`,
          `${file} still holds them in clear: remove it, or keep it out of the repository.`,
        ]),
  ];
}

/** Sets every value; puts the file back as it was when one of them cannot be set. */
async function setAll(engine: Engine, ref: StackRef, steps: readonly ImportStep[]): Promise<void> {
  const path = join(ref.projectDir, `Pulumi.${ref.stack}.yaml`);
  const before = readFileSync(path);
  try {
    for (const { key, value, secret } of steps) {
      if (secret) await engine.setSecret(key, value);
      else await writeEdit(withValue(ref, key, value));
    }
  } catch (error) {
    writeFileSync(path, before);
    throw error;
  }
}
