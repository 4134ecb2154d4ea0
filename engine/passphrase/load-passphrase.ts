import { readFileSync } from "node:fs";
import { InputError } from "../../model/errors.ts";

/**
 * The stack's passphrase, from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE names; an empty one
 * counts, as with Pulumi. `reason` tells what it is needed for.
 */
export function loadPassphrase(reason: string): string {
  const passphrase = process.env["PULUMI_CONFIG_PASSPHRASE"];
  if (passphrase !== undefined) return passphrase;
  const file = process.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file === undefined) {
    throw new InputError(
      `PULUMI_CONFIG_PASSPHRASE: is not set, but ${reason}. Set it, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.`,
    );
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new InputError(`PULUMI_CONFIG_PASSPHRASE_FILE: cannot be read, got ${JSON.stringify(file)}. Correct it.`, {
      cause: error,
    });
  }
}
