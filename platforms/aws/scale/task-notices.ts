import type { WantedTasks } from "../../../model/observed.ts";
import type { DeclaredTasks, ScaleContext } from "./declared-tasks.ts";

export interface TaskSituation extends ScaleContext {
  /** As the service declares it. */
  replicas: number;
  /** What ECS has; undefined where there is no such color. */
  wanted: WantedTasks | undefined;
  declared: DeclaredTasks;
  /** Tasks that the color must have before traffic moves to it; null where none does. */
  toServe: number | null;
}

/** What the user is told of the number of a color's tasks, where it is another than `replicas` says. `pool` is `shop.blue`. */
export function taskNotices(pool: string, situation: TaskSituation): string[] {
  const { replicas, wanted, declared, toServe, moves, isScaled } = situation;
  const has = wanted?.tasks ?? replicas;
  return [
    ...(toServe === null || toServe <= has
      ? []
      : [`${pool}: is brought up from ${has} to ${toServe} tasks before it serves, never fewer than serve now.`]),
    ...(declared.replicas === replicas
      ? []
      : [`${pool}: keeps ${has} tasks while traffic moves; the next \`up\` makes them ${replicas}.`]),
    ...(moves || isScaled || !declared.isLeft || has <= replicas
      ? []
      : [
          `${pool}: has ${has} tasks, and \`replicas\` says ${replicas}. Whoever made it so is left alone; a change of \`replicas\` sets the number.`,
        ]),
  ];
}
