import { createHash } from "node:crypto";
import { EDGE_IMAGE } from "../model/edge-image.ts";
import { canonicalJson } from "../model/release.ts";
import type { EdgeSpec } from "../model/stack-config.ts";

/**
 * Sixteen hex digits that differ when a change of the declared edge means a new container: its image and its published
 * ports. The container carries it as a label; certificates and services are not part of it, they come without one.
 */
export function edgeHash(edge: Pick<EdgeSpec, "http" | "https" | "preview" | "image">): string {
  const { http, preview, image = EDGE_IMAGE, https = null } = edge;
  return createHash("sha256").update(canonicalJson({ http, preview, image, https })).digest("hex").slice(0, 16);
}
