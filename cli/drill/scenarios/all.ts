import type { Scenario } from "../scenario.ts";
import type { ScenarioName } from "../../../model/drills.ts";
import { agentKilled } from "./agent-killed.ts";
import { canaryKilled } from "./canary-killed.ts";
import { diskFull } from "./disk-full.ts";
import { edgeKilled } from "./edge-killed.ts";
import { edgeRestarted } from "./edge-restarted.ts";
import { engineRestarted } from "./engine-restarted.ts";
import { errors } from "./errors.ts";
import { replicaKilled } from "./replica-killed.ts";
import { rollbackByHand } from "./rollback-by-hand.ts";
import { slowAnswers } from "./slow-answers.ts";
import { slowLeak } from "./slow-leak.ts";

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  "rollback-by-hand": rollbackByHand,
  "disk-full": diskFull,
  errors,
  "slow-answers": slowAnswers,
  "slow-leak": slowLeak,
  "canary-killed": canaryKilled,
  "replica-killed": replicaKilled,
  "agent-killed": agentKilled,
  "edge-restarted": edgeRestarted,
  "edge-killed": edgeKilled,
  "engine-restarted": engineRestarted,
};
