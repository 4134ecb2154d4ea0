import { readFileSync } from "node:fs";
import { InputError } from "../../model/errors.ts";

/** Says that an empty passphrase, with which anybody opens the secrets, is meant. */
const EMPTY_IS_MEANT = "TIDEGATE_EMPTY_PASSPHRASE";

/**
 * The stack's passphrase, from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE names. `reason` tells
 * what it is needed for. Throws an InputError where there is none, or an empty one that nobody has said to be meant.
 */
export function loadPassphrase(reason: string): string {
  const { source, passphrase } = findPassphrase(reason);
  if (passphrase !== "" || process.env[EMPTY_IS_MEANT] === "1") return passphrase;
  throw new InputError(
    `${source}: is empty, so that anybody can open the secrets. Set it; ${EMPTY_IS_MEANT}=1 says that an empty one is meant.`,
  );
}

function findPassphrase(reason: string): { source: string; passphrase: string } {
  const passphrase = process.env["PULUMI_CONFIG_PASSPHRASE"];
  if (passphrase !== undefined) return { source: "PULUMI_CONFIG_PASSPHRASE", passphrase };
  const file = process.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file === undefined) {
    throw new InputError(
      `PULUMI_CONFIG_PASSPHRASE: is not set, but ${reason}. Set it, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.`,
    );
  }
  return { source: "PULUMI_CONFIG_PASSPHRASE_FILE", passphrase: readPassphraseFile(file) };
}

function readPassphraseFile(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new InputError(`PULUMI_CONFIG_PASSPHRASE_FILE: cannot be read, got ${JSON.stringify(file)}. Correct it.`, {
      cause: error,
    });
  }
}
