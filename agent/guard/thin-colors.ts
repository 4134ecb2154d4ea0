import { COLORS, type Color } from "../../model/color.ts";
import type { Guard } from "../../model/guard.ts";
import { watch, type GuardLook } from "./look.ts";
import { lacks } from "./missing-data.ts";
import { isAskedAt, questionsOf } from "./questions.ts";

/**
 * Colors that have answered too little for a rule on answers to pass. None during the warm-up, and none where the edge was not read of late:
 * what is answered then counts for nothing.
 */
export function thinColors(guard: Guard, look: GuardLook): Color[] {
  const watched = watch(look, guard);
  if (!watched.isFresh || look.nowMs < watched.warmMs) return [];
  const thin = questionsOf(guard)
    .filter((question) => isAskedAt(look.share, question))
    .flatMap((question) => lacks(watched, question));
  return COLORS.filter((color) => thin.some((lack) => lack.color === color));
}
