import { readdirSync } from "node:fs";
import { TIERS } from "../model/tier.ts";

/** Names of the other stacks of the project in a folder, as far as that tells; always those that are called like a tier. */
export function otherStacks(folder: string | undefined, own: string): string[] {
  const files = folder === undefined ? [] : readdirSync(folder);
  const declared = files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  return [...new Set([...TIERS, ...declared])].filter((stack) => stack !== own);
}
