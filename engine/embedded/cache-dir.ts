import { join } from "node:path";
import type { StackRef } from "../engine.ts";

/** Where what only makes the next run faster is kept; it may be removed at any time. */
export function cacheDir({ projectDir }: StackRef): string {
  return join(projectDir, ".tidegate", "cache");
}
