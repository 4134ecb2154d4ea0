import { CONTAINER } from "../resource-types.ts";
import type { Plan, PlannedStep, PlanRule } from "./plan.ts";

/** What serves is neither replaced nor deleted, but for replicas that the config no longer wants. */
export const keepActiveContainers: PlanRule = {
  id: "keep-active-containers",
  title: "Keep active containers",
  group: "plan",
  description: "A run neither replaces nor deletes a container of a color that serves.",
  rationale:
    "Its requests end with it. The program refuses such a change too; this rule judges what the engine is really going " +
    "to do, whatever made it want to.",
  severity: "critical",
  framework: {
    name: "Tidegate",
    version: "0.1.0",
    reference: "Promise 2",
    specification: "The active color, and the way back, cannot be broken by mistake.",
  },
  remediation: "Put the new release into the idle color and move the traffic there.",
  example: {
    refused: "activeColor: blue\nblue: { version: 1.4.2 }   # was 1.4.1",
    accepted: "activeColor: green\ngreen: { version: 1.4.2 }",
  },
  notApplicable: "Judges what happens to containers that serve",
  check: (plan) =>
    plan.steps.flatMap((step) => {
      const replica = step.type === CONTAINER ? servingReplica(plan, step) : undefined;
      if (replica === undefined) return [];
      const { service, color, index } = replica;
      const isScaledDown = step.op === "delete" && index >= (plan.replicas[service] ?? 0) && service in plan.replicas;
      const isMeant = step.op === "delete" && (isScaledDown || plan.retired.has(service));
      const isLost = step.op === "replace" || step.op === "delete";
      const violation =
        `services.${service}.${color}: ${step.name} serves and would be ${step.op === "replace" ? "replaced" : "deleted"}. ` +
        "Put the change into the idle color and move the traffic.";
      return [{ resource: step, violations: isLost && !isMeant ? [violation] : [] }];
    }),
};

/** Pools name their containers `<service>-<color>-<index>`. */
function servingReplica({ serving }: Plan, { name }: PlannedStep) {
  for (const { service, color } of serving) {
    const index = name.startsWith(`${service}-${color}-`) ? name.slice(`${service}-${color}-`.length) : "";
    if (/^\d+$/.test(index)) return { service, color, index: Number(index) };
  }
  return undefined;
}
