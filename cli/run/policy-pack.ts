import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../model/errors.ts";

const FILE = "PulumiPolicy.yaml";

/** The pack a run is judged by: the one named, else the project's own `policy` folder; undefined for none. */
export function findPolicyPack(projectDir: string, wanted: string | false | undefined): string | undefined {
  if (wanted === false) return undefined;
  if (wanted === undefined) {
    const own = join(projectDir, "policy");
    return existsSync(join(own, FILE)) ? own : undefined;
  }
  const dir = resolve(wanted);
  if (existsSync(join(dir, FILE))) return dir;
  throw new InputError(`--policy-pack: must be a folder with a ${FILE}, got ${JSON.stringify(wanted)}. Correct it.`);
}
