import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { edgeSchema, type EdgeSpec } from "../../model/stack-config.ts";

/** The declared edge; its defaults where what is declared is wrong, which is told elsewhere. */
export function readEdge(ref: StackRef): EdgeSpec {
  const declared = edgeSchema.safeParse(readValue(ref, "tidegate:edge") ?? {});
  return declared.success ? declared.data : edgeSchema.parse({});
}
