import { otherColor } from "../../../model/color.ts";
import { idleChange, mayRest, type IdleSituation } from "./idle-change.ts";

/** What the user is told of the tasks of a color that does not serve, and of what their absence costs. */
export function idleNotices(situation: IdleSituation): string[] {
  const { name, spec, idle, plan, observed } = situation;
  const color = otherColor(spec.activeColor);
  const pool = `${name}.${color}`;
  if (plan.colors[color] === null) return [];
  const slow = "going back to it then takes minutes, because they have to start first.";
  if (plan.moves) {
    return [
      `${pool}: keeps its tasks for ${idle.after}. The first \`up\` after that leaves ${idle.replicas} of them; ${slow}`,
    ];
  }
  const change = idleChange(situation);
  if (change !== undefined && change.to < change.from) {
    return [`${pool}: has not served for ${idle.after}, and its ${change.from} tasks become ${change.to}; ${slow}`];
  }
  if (change !== undefined) {
    return [`${pool}: its ${change.from} tasks become ${change.to}, because its release has not served yet.`];
  }
  const tasks = observed.hosts[0]?.services[name]?.wanted?.[color]?.tasks ?? spec.replicas;
  if (!mayRest(situation, color) || tasks >= spec.replicas) return [];
  return [
    `${pool}: has ${tasks} tasks while it does not serve. Going back to it takes minutes, because others have to start first.`,
  ];
}
