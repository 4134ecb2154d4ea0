import { z } from "zod";
import { readValue } from "../../engine/config/edit-config.ts";
import { InputError } from "../../model/errors.ts";
import { replaceSealed } from "../../model/sealed.ts";
import { assertIsPath } from "../config/assert-is-path.ts";
import { renderValue } from "../display/render-value.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface ConfigGetOptions extends StackOptions {
  key: string;
  path: boolean;
}

export const configGetResult = defineResult("config get", {
  stack: z.string(),
  key: z.string(),
  value: z.unknown().describe("What the file says; `[secret]` in the place of what is encrypted."),
});

/** Prints what the stack's file says at a key. What is encrypted there is shown as `[secret]`: no passphrase is needed. */
export function configGet(options: ConfigGetOptions): void {
  const { key, json } = options;
  assertIsPath("config get", options);
  const ref = findStack(options.cwd, options.stack);
  const value = replaceSealed(readValue(ref, key), "[secret]");
  if (value === undefined) {
    throw new InputError(
      `config get: Pulumi.${ref.stack}.yaml says nothing at ${key}. Its default counts, if it has one.`,
    );
  }
  if (json) configGetResult.print({ stack: ref.stack, key, value });
  else process.stdout.write(typeof value === "object" ? renderValue(value) : `${value as string | number | boolean}\n`);
}
