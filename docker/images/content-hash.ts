import { createHash } from "node:crypto";
import type { BuildContext } from "./build-context.ts";

/** Sixteen hex digits over names, executable bits and contents of what an image is built from, and the build arguments. */
export function contentHash(context: BuildContext, buildArguments: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(Object.entries(buildArguments).toSorted()));
  for (const { name, content, isExecutable } of context) {
    hash.update(JSON.stringify([name, isExecutable, content.length])).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}
