import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { Route } from "../../model/route.ts";
import type { GuardLook } from "./look.ts";

/** What is known of a service whose new color gets traffic, beside what its edge has counted. */
export interface RuleLook extends Pick<GuardLook, "service" | "active" | "share" | "nowMs" | "sinceMs"> {
  /** Releases of both colors. */
  sealed: EdgeRecord["sealed"];
  route: Route;
}

/** Judges rules of a guard that are not about counters. It waits for nothing: what it does not know yet it finds out meanwhile. */
export type RuleJudge = (guard: Guard, look: RuleLook) => GuardVerdict[];
