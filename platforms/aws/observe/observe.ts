import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";
import type { ObservedAws } from "./observed.ts";
import { readPools } from "./pools.ts";
import { readRules } from "./rules.ts";
import { readTargets } from "./target-health.ts";

/**
 * Looks at everything a stack has in an account: where its rules really send traffic, its ECS services with their tasks, and what the load
 * balancer knows of them. Changes nothing. Throws an AwsError for what cannot be read.
 */
export async function observeAws(clients: AwsClients, place: AwsPlace): Promise<ObservedAws> {
  const { id, cluster } = place;
  const rulesOf = (listener: string | null) => (listener === null ? NO_RULES : readRules(clients, listener, id));
  const [rules, testRules, pools] = await Promise.all([
    rulesOf(place.listener),
    rulesOf(place.testListener),
    readPools(clients, cluster, id),
  ]);
  const groups = new Set(pools.flatMap(({ group }) => group ?? []));
  const health = await Promise.all(
    [...groups].map(async (group) => [group, await readTargets(clients, group)] as const),
  );
  return { rules: rules.ours, testRules: testRules.ours, foreign: rules.foreign, pools, health: new Map(health) };
}

const NO_RULES = { ours: [], foreign: [] };
