import { InputError } from "../../model/errors.ts";

/** Loads what needs packages of AWS. Throws an InputError that says how to install them where one is not there. */
export async function unlessAbsent<T>(packages: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new InputError(
      `platform: aws needs packages that are not installed. Run \`npm install ${packages.join(" ")}\` and run again.`,
      { cause: error },
    );
  }
}
