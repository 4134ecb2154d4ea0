import type { ObservedPool, ObservedTarget, ObservedTask } from "../observe/observed.ts";
import { isHealthy } from "../observe/target-health.ts";

/** What was seen of a color at one moment. */
export interface PoolLook {
  /** Undefined where ECS has no such service. */
  pool: ObservedPool | undefined;
  targets: readonly ObservedTarget[];
  /** Tasks that have stopped, newest first. */
  stopped: readonly ObservedTask[];
}

export interface Judgement {
  /** One part of a sentence each; empty where the color may serve. */
  missing: readonly string[];
  /** Nothing that ECS or the load balancer does by itself will mend it. */
  isHopeless: boolean;
}

/** Whether a color may serve: all wanted tasks run, each of this very task definition, and the load balancer finds every one healthy. */
export function judgePool({ pool, targets }: Pick<PoolLook, "pool" | "targets">, definition: string): Judgement {
  const hopeless = (missing: string): Judgement => ({ missing: [missing], isHopeless: true });
  if (pool === undefined) return hopeless("ECS has no service for it");
  if (pool.definition !== definition) {
    return hopeless(`its ECS service is of task definition ${shortArn(pool.definition)}, not ${shortArn(definition)}`);
  }
  if (pool.desired === 0) return hopeless("its ECS service wants no task at all");
  const { desired, running, pending } = pool;
  const strangers = pool.tasks.filter((task) => task.status !== "STOPPED" && task.definition !== definition).length;
  const inRotation = targets.filter(({ state }) => state !== "draining");
  const healthy = inRotation.filter(isHealthy).length;
  return {
    missing: [
      ...(running === desired && pending === 0
        ? []
        : [`${desired} tasks wanted, ${running} running, ${pending} starting`]),
      ...(strangers === 0 ? [] : [`another task definition in ${strangers} of its tasks`]),
      ...(healthy === inRotation.length && healthy >= desired
        ? []
        : [`${healthy} of ${Math.max(desired, inRotation.length)} targets healthy`]),
    ],
    isHopeless: false,
  };
}

/** What an ARN ends with: `shop-prod-shop-blue:7`. */
export function shortArn(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
