import type { z } from "zod";
import { parsePath } from "../../engine/embedded/values/path.ts";
import { schemaAt } from "../../model/schema-at.ts";
import { stackConfigSchema } from "../../model/stack-config.ts";

const NAMESPACE = "tidegate:";

/** The steps of a key of tidegate's below its namespace; undefined for any other key. */
export function tidegatePath(key: string): readonly (string | number)[] | undefined {
  return key.startsWith(NAMESPACE) ? parsePath(key.slice(NAMESPACE.length)) : undefined;
}

/** The schema of what stands at a key of tidegate's; undefined for other keys, and where nothing may stand. */
export function tidegateSchema(key: string): z.ZodType | undefined {
  const path = tidegatePath(key);
  return path === undefined ? undefined : schemaAt(stackConfigSchema, path);
}
