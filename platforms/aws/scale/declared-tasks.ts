import type { WantedTasks } from "../../../model/observed.ts";

/** How many tasks the program declares of a color. */
export interface DeclaredTasks {
  /** What ECS is told, and its service tagged with. */
  replicas: number;
  /** ECS keeps the number that it has, whoever gave it. */
  isLeft: boolean;
}

/** What beside `replicas` bears on the number of tasks. */
export interface ScaleContext {
  /** Whether traffic of the service moves. */
  moves: boolean;
  /** Whether auto scaling has to do with it. */
  isScaled: boolean;
}

/** Whether a color may have fewer tasks than are declared, while it only waits to be gone back to. */
export interface MayRest {
  mayRest: boolean;
}

/**
 * How many tasks of a color an `up` declares. Nobody's tasks are taken away but by a changed `replicas`: who has scaled a color, by hand or by a
 * rule, is left alone. While traffic moves not even a changed one takes any away: that is left to the next `up`.
 */
export function declaredTasks(
  wanted: WantedTasks | undefined,
  { replicas, moves, isScaled, mayRest }: { replicas: number } & ScaleContext & MayRest,
): DeclaredTasks {
  if (wanted === undefined) return { replicas, isLeft: false };
  if (wanted.tasks < replicas) return { replicas, isLeft: mayRest };
  if (isScaled) return { replicas, isLeft: true }; // it takes away itself what is too much
  const before = wanted.declared ?? replicas;
  if (before === replicas) return { replicas, isLeft: true };
  return moves ? { replicas: before, isLeft: true } : { replicas, isLeft: false };
}
