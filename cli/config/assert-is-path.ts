import { InputError } from "../../model/errors.ts";

/** A key with steps below it says so: `a.b` may be one key of another program. */
export function assertIsPath(command: string, { key, path }: { key: string; path: boolean }): void {
  if (!path && /[.[]/.test(key)) {
    throw new InputError(`${command}: ${JSON.stringify(key)} looks like a path. Add \`--path\`.`);
  }
}
