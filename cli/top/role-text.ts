import type { Color } from "../../model/color.ts";
import type { TopLine } from "./top-line.ts";

/** What a color is to its service: while clients go over step by step, they go from the stable one to the active one. */
export function roleText(color: Color, { canary, colors }: TopLine["services"][string]): string {
  const { serves, replicas } = colors[color];
  if (canary !== null) return color === canary.from ? "stable" : "active";
  return serves ? "serves" : replicas === 0 ? "empty" : "idle";
}
