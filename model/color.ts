import { z } from "zod";

/** The two pools of a service. At any time at most one of them is active. */
export const COLORS = ["blue", "green"] as const;

export const colorSchema = z.enum(COLORS);

export type Color = z.infer<typeof colorSchema>;

/** The other color: the idle one when `color` is active. */
export function otherColor(color: Color): Color {
  return color === "blue" ? "green" : "blue";
}
