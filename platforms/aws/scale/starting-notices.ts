import { replicasOf } from "../../../model/observed-hosts.ts";
import type { Observed } from "../../../model/observed.ts";
import { servingColors } from "../../../plan/serving-colors.ts";

/** What the user is told of colors that serve while some of their tasks do not run: ECS sees to them, no `up` has to. */
export function startingNotices(name: string, { hosts }: Pick<Observed, "hosts">): string[] {
  const wanted = hosts[0]?.services[name]?.wanted ?? {};
  return servingColors(hosts, name).flatMap((color) => {
    const { tasks = 0 } = wanted[color] ?? {};
    const running = replicasOf(hosts, name).filter((replica) => replica.color === color).length;
    if (running >= tasks) return [];
    return [
      `${name}.${color}: serves with ${running} of ${tasks} tasks. ECS starts the others by itself; ` +
        "`tidegate status` says how far it is.",
    ];
  });
}
