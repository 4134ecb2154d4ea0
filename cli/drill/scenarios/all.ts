import type { Scenario } from "../scenario.ts";
import type { ScenarioName } from "../../../model/drills.ts";
import { agentKilled } from "./agent-killed.ts";
import { edgeKilled } from "./edge-killed.ts";
import { edgeRestarted } from "./edge-restarted.ts";
import { engineRestarted } from "./engine-restarted.ts";
import { replicaKilled } from "./replica-killed.ts";
import { rollbackByHand } from "./rollback-by-hand.ts";

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  "rollback-by-hand": rollbackByHand,
  "replica-killed": replicaKilled,
  "agent-killed": agentKilled,
  "edge-restarted": edgeRestarted,
  "edge-killed": edgeKilled,
  "engine-restarted": engineRestarted,
};
