import { readFileSync } from "node:fs";
import { InputError } from "../../model/errors.ts";

/** Variables that a passphrase comes from. */
export interface PassphraseSource {
  text: string;
  file: string;
}

const PASSPHRASE: PassphraseSource = { text: "PULUMI_CONFIG_PASSPHRASE", file: "PULUMI_CONFIG_PASSPHRASE_FILE" };
/** Where `tidegate config passphrase` finds the new one. */
export const NEW_PASSPHRASE: PassphraseSource = {
  text: "TIDEGATE_NEW_PASSPHRASE",
  file: "TIDEGATE_NEW_PASSPHRASE_FILE",
};

/** Says that an empty passphrase, with which anybody opens the secrets, is meant. */
const EMPTY_IS_MEANT = "TIDEGATE_EMPTY_PASSPHRASE";

/**
 * The stack's passphrase, from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE names, or from `from`. `reason` tells
 * what it is needed for. Throws an InputError where there is none, or an empty one that nobody has said to be meant.
 */
export function loadPassphrase(reason: string, from: PassphraseSource = PASSPHRASE): string {
  const { source, passphrase } = findPassphrase(reason, from);
  if (passphrase !== "" || process.env[EMPTY_IS_MEANT] === "1") return passphrase;
  throw new InputError(
    `${source}: is empty, so that anybody can open the secrets. Set it; ${EMPTY_IS_MEANT}=1 says that an empty one is meant.`,
  );
}

function findPassphrase(reason: string, from: PassphraseSource): { source: string; passphrase: string } {
  const passphrase = process.env[from.text];
  if (passphrase !== undefined) return { source: from.text, passphrase };
  const file = process.env[from.file];
  if (file === undefined) {
    throw new InputError(`${from.text}: is not set, but ${reason}. Set it, or ${from.file} to a file that holds it.`);
  }
  try {
    return { source: from.file, passphrase: readFileSync(file, "utf8").trim() };
  } catch (error) {
    throw new InputError(`${from.file}: cannot be read, got ${JSON.stringify(file)}. Correct it.`, { cause: error });
  }
}
