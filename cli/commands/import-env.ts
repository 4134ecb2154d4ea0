import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { withValue, writeEdit } from "../../engine/config/edit-config.ts";
import type { Engine, StackRef } from "../../engine/engine.ts";
import { declaredNames } from "../import/declared-names.ts";
import { planImport, type ImportStep } from "../import/plan-import.ts";
import { readEnvFile } from "../import/read-env-file.ts";
import type { StackOptions } from "../options.ts";
import { openSession } from "../run/session.ts";

export interface ImportEnvOptions extends StackOptions {
  file: string;
  service?: string;
  secret: readonly string[];
  plain: readonly string[];
  allSecret: boolean;
}

const optionsSchema = z.object({
  service: z.string().optional(),
  secret: z.array(z.string()).default([]),
  plain: z.array(z.string()).default([]),
  allSecret: z.boolean().default(false),
});

export function parseImportOptions(options: unknown): Omit<ImportEnvOptions, keyof StackOptions | "file"> {
  const { service, ...rest } = optionsSchema.parse(options);
  return { ...rest, ...(service === undefined ? {} : { service }) };
}

/** Takes a .env file into the stack's file: secrets encrypted, the rest as it is; all of it or nothing. Prints names only. */
export async function importEnv(options: ImportEnvOptions): Promise<void> {
  const values = readEnvFile(options.file);
  const { engine, ref } = await openSession(options, "nothing");
  const { service, declared } = declaredNames(ref, options.service);
  const plan = planImport(service, values, options, declared);
  await engine.settleConfig();
  await setAll(engine, ref, plan.steps);

  const { plain, secret } = plan;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ type: "result", ok: true, stack: ref.stack, service, plain, secret })}\n`);
    return;
  }
  const list = (names: readonly string[]) => (names.length === 0 ? "none" : names.join(", "));
  process.stdout.write(
    `environment of ${service}: ${list(plain)}\nsecrets of ${service}, encrypted: ${list(secret)}\n`,
  );
  if (secret.length === 0) return;
  process.stderr.write(
    `The app finds each secret as a file, for instance /run/secrets/${secret[0]}, and not in its environment.\n` +
      `${options.file} still holds them in clear: remove it, or keep it out of the repository.\n`,
  );
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
