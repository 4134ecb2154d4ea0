import { readdirSync } from "node:fs";
import { TIERS } from "../model/tier.ts";
import { projectFolder } from "./project-folder.ts";

/** Names of the project's other stacks, as far as its folder tells; always those that are called like a tier. */
export function otherStacks(own: string): string[] {
  const folder = projectFolder();
  const files = folder === undefined ? [] : readdirSync(folder);
  const declared = files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  return [...new Set([...TIERS, ...declared])].filter((stack) => stack !== own);
}
