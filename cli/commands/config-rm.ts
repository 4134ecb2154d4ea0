import { z } from "zod";
import { withoutValue, writeEdit } from "../../engine/config/edit-config.ts";
import { InputError } from "../../model/errors.ts";
import { assertIsPath } from "../config/assert-is-path.ts";
import { checkEdit } from "../config/check-edit.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
import { openSession } from "../run/session.ts";

export interface ConfigRmOptions extends StackOptions {
  key: string;
  path: boolean;
}

export const configRmResult = defineResult("config rm", {
  stack: z.string(),
  key: z.string(),
  missing: z.array(z.string()).describe("What the file still lacks before an `up` takes it, a sentence each."),
});

/** Takes one value out of the stack's file, with what held nothing else; every other byte of the file stays. */
export async function configRm(options: ConfigRmOptions): Promise<void> {
  const { key, json } = options;
  assertIsPath("config rm", options);
  const { engine, ref } = await openSession(options, "nothing");
  await engine.settleConfig();
  const edit = withoutValue(ref, key);
  if (edit === undefined) {
    throw new InputError(`config rm: Pulumi.${ref.stack}.yaml says nothing at ${key}. Nothing was changed.`);
  }
  const missing = checkEdit("config rm", key, edit);
  await writeEdit(edit);
  if (json) configRmResult.print({ stack: ref.stack, key, missing });
  else process.stdout.write(`${key} is gone from Pulumi.${ref.stack}.yaml.\n`);
  if (!json) for (const problem of missing) process.stderr.write(`note: ${problem}\n`);
}
