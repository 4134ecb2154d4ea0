import { createHash } from "node:crypto";
import type { ServicePart } from "../model/record.ts";
import { canonicalJson } from "../model/release.ts";
import type { BasePart } from "./tasks.ts";

/** Sixteen hex digits that differ when the base part does; certificates are no part of it. */
export function baseHash(base: BasePart, text: string): string {
  return hash(JSON.stringify([base.https, text]));
}

/** Sixteen hex digits that differ when anything of a service's part does. */
export function partHash(part: ServicePart, text: string): string {
  return hash(canonicalJson([part, text]));
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
