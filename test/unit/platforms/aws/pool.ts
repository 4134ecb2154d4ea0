import type { ObservedPool, ObservedTarget, ObservedTask } from "../../../../platforms/aws/observe/observed.ts";

export const DEFINITION = "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-prod-shop-green:7";

export function task(more: Partial<ObservedTask> = {}): ObservedTask {
  return {
    ...{ arn: "arn:aws:ecs:eu-central-1:123456789012:task/shop/0a1b", definition: DEFINITION, status: "RUNNING" },
    ...{ startedAt: 1, stoppedAt: null, stoppedReason: null, containers: [] },
    ...more,
  };
}

/** A color of two tasks that are well. */
export function pool(more: Partial<ObservedPool> = {}): ObservedPool {
  const release = { version: "2.0.0", release: "0123456789abcdef" };
  return {
    ...{ service: "shop", color: "green", environment: "e", name: "shop-prod-shop-green", definition: DEFINITION },
    ...{ ...release, desired: 2, replicas: 2, isScaled: false, running: 2, pending: 0, group: "g", events: [] },
    tasks: [
      { ...task(), ...release },
      { ...task(), ...release },
    ],
    ...more,
  };
}

export function target(id: string, state = "healthy", reason: string | null = null): ObservedTarget {
  return { id, port: 3000, state, reason, description: reason === null ? null : "Health checks failed" };
}

export const WELL = [target("10.0.0.1"), target("10.0.0.2")];
