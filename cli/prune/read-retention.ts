import type { z } from "zod";
import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { parseAll } from "../../model/problems.ts";
import { retentionSchema } from "../../model/stack-config.ts";

/** What a stack's file says of past releases on its hosts. */
export function readRetention(ref: StackRef): z.infer<typeof retentionSchema> {
  return parseAll(retentionSchema, readValue(ref, "tidegate:retention") ?? {}, { path: "tidegate:retention" });
}
