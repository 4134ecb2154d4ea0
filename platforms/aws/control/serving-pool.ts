import { otherColor, type Color } from "../../../model/color.ts";
import type { Candidate } from "./move.ts";

/** Name of the ECS service of the other color where that one serves, by the record or by the rule as it really is; else null. */
export function servingPool({ found, from }: Pick<Candidate, "found" | "from">, color: Color): string | null {
  const other = otherColor(color);
  return from === other || found.served.includes(other) ? (found.pools[other]?.name ?? null) : null;
}
