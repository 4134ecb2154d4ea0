import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { drillsSchema, type DeclaredBudget, type ScenarioName } from "../../model/drills.ts";
import { durationMs } from "../../model/duration.ts";
import { parseAll } from "../../model/problems.ts";
import type { Budget } from "./scenario.ts";

/** By the name of a scenario, the parts of its budget that a stack has of its own. */
export type StackBudgets = Readonly<Partial<Record<ScenarioName, Partial<Budget>>>>;

/** Reads `tidegate:drills.budgets` from a stack's file. Throws a ProblemsError that names every wrong part. */
export function readBudgets(ref: StackRef): StackBudgets {
  const path = "tidegate:drills";
  const { budgets } = parseAll(drillsSchema, readValue(ref, path) ?? {}, { path });
  return Object.fromEntries(Object.entries(budgets).map(([name, budget]) => [name, partsOf(budget)]));
}

function partsOf({ noticed, back, lost }: DeclaredBudget): Partial<Budget> {
  return {
    ...(noticed === undefined ? {} : { noticedMs: durationMs(noticed) }),
    ...(back === undefined ? {} : { backMs: durationMs(back) }),
    ...(lost === undefined ? {} : { lost: lost === "any" ? null : lost }),
  };
}
