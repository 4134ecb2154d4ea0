import { readFileSync } from "node:fs";
import { explainSystemError } from "./system-error.ts";

/** The text of a file of the user's; throws an InputError where the system refuses it. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw explainSystemError(error, path) ?? error;
  }
}
