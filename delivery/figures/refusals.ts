import type { Story } from "../ledger/releases.ts";

/** What releases were refused by, and how many. */
export interface Refusals {
  /** `gates` for a gate that a service declares; `gate` for the health of the replicas; `smoke`; `checks`. */
  stage: string;
  /** Which of the gates it was; null for another stage, and where the ledger does not say. */
  gate: string | null;
  count: number;
  /** Of how many of them the gate could not find out what it asks. */
  unknown: number;
}

/** Counts refused releases by what refused them, most often first. One that several gates refused counts for each of them. */
export function countRefusals(stories: readonly Story[]): Refusals[] {
  const found = new Map<string, Refusals>();
  for (const { stage, gate, isUnknown } of stories.flatMap(refusersOf)) {
    const key = JSON.stringify([stage, gate]);
    const { count, unknown } = found.get(key) ?? { count: 0, unknown: 0 };
    found.set(key, { stage, gate, count: count + 1, unknown: unknown + (isUnknown ? 1 : 0) });
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1));
}

function refusersOf({ end }: Story): { stage: string; gate: string | null; isUnknown: boolean }[] {
  if (end.how !== "refused") return [];
  const { stage, gates } = end.by.entry;
  const closed = (gates ?? []).filter(({ verdict }) => verdict !== "pass");
  if (closed.length === 0) return [{ stage, gate: null, isUnknown: false }];
  return closed.map(({ gate, verdict }) => ({ stage, gate, isUnknown: verdict === "inconclusive" }));
}

function nameOf({ stage, gate }: Refusals): string {
  return gate ?? stage;
}
