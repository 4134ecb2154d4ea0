import { readTextFile } from "../../model/read-text-file.ts";

/** Whether a stack's file holds what cannot be made again: the salt of its secrets, or values sealed with it. */
export function isSealed(file: string): boolean {
  return /^(?:encryptionsalt|encryptedkey|secretsprovider):|^\s+"?secure"?:\s/m.test(readTextFile(file));
}
