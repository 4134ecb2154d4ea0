import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SecretValues } from "./send/access.ts";

/** Values of secrets out of files that are called like them. One that cannot be read has no value, which its channel's failure tells. */
export async function loadSecrets(folder: string, names: readonly string[]): Promise<SecretValues> {
  const read = await Promise.all(
    names.map(async (name) => {
      const value = await readFile(join(folder, name), "utf8").catch(() => undefined);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return Object.fromEntries(read.flat());
}
