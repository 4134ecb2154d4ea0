import { readFileSync } from "node:fs";
import { InputError } from "./errors.ts";

/** The text of a file of the user's; throws an InputError where it cannot be read. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new InputError(`${path}: cannot be read (${reason}). Make it readable for this user.`, { cause: error });
  }
}
