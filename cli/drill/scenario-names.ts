/** Faults that can be practised, in the order in which they are: first what touches least. */
export const SCENARIO_NAMES = [
  "rollback-by-hand",
  "replica-killed",
  "agent-killed",
  "edge-restarted",
  "edge-killed",
  "engine-restarted",
] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];
