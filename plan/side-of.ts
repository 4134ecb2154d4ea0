import type { Color } from "../model/color.ts";
import type { Side } from "../model/ledger.ts";
import type { SealedRelease } from "../model/release.ts";

/** A release as one side of a switch names it. */
export function sideOf(color: Color, { release, hash }: SealedRelease): Side {
  return { color, version: release.version, image: release.image, hash };
}
