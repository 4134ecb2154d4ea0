import { failPoint } from "../../../model/fail-point.ts";
import type { AwsClients } from "../clients.ts";
import type { ObservedPool } from "../observe/observed.ts";

/** Fewest tasks that a color may serve with: as many as are declared, and as the color that serves is to have. */
export function fewestTasks({ replicas }: Pick<ObservedPool, "replicas">, served: number): number {
  return Math.max(replicas ?? 0, served);
}

/** Has ECS keep at least so many tasks of a color, and never fewer than it does. Returns the color as it is to be then. */
export async function bringUp(
  { ecs }: Pick<AwsClients, "ecs">,
  cluster: string,
  pool: ObservedPool,
  atLeast: number,
): Promise<ObservedPool> {
  if (pool.desired >= atLeast) return pool;
  process.stderr.write(`${pool.service}: ${pool.color} has ${pool.desired} tasks, and is brought up to ${atLeast}.\n`);
  failPoint("aws:before-scale");
  await ecs.updateService({ cluster, service: pool.name, desiredCount: atLeast });
  failPoint("aws:after-scale");
  return { ...pool, desired: atLeast };
}
