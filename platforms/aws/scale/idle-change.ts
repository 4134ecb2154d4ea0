import type { Idle } from "../../../model/aws/idle.ts";
import { otherColor, type Color } from "../../../model/color.ts";
import { durationMs } from "../../../model/duration.ts";
import type { Observed } from "../../../model/observed.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import type { ServicePlan } from "../../../plan/service-plan.ts";

/** Another number of tasks for a color that does not serve. */
export interface IdleChange {
  color: Color;
  /** What ECS keeps, as it was seen: where that is another number by then, somebody else is at it. */
  from: number;
  to: number;
}

/** A service whose idle color may have fewer tasks. */
export interface IdleSituation {
  name: string;
  spec: Pick<ServiceSpec, "replicas" | "activeColor">;
  idle: Idle;
  plan: Pick<ServicePlan, "colors" | "moves">;
  observed: Pick<Observed, "hosts" | "observedAt">;
}

/**
 * What becomes of the idle color's tasks: they go once its time is over, and come back for a release that has not served yet, which somebody wants to
 * look at. Undefined where nothing does, and always while traffic moves.
 */
export function idleChange(situation: IdleSituation): IdleChange | undefined {
  const { name, spec, idle, plan, observed } = situation;
  const color = otherColor(spec.activeColor);
  const found = observed.hosts[0]?.services[name];
  const from = found?.wanted?.[color]?.tasks;
  if (plan.moves || from === undefined || plan.colors[color] === null) return undefined;
  if (!mayRest(situation, color)) return from < spec.replicas ? { color, from, to: spec.replicas } : undefined;
  if (from <= idle.replicas || found?.recordedAt === undefined) return undefined;
  const restsAt = found.recordedAt + durationMs(idle.after) / 1000;
  return observed.observedAt >= restsAt ? { color, from, to: idle.replicas } : undefined;
}

/** Whether a color has served with the release that it is declared to have, and does not serve: it only waits to be gone back to. */
export function mayRest({ name, plan, observed }: Omit<IdleSituation, "spec" | "idle">, color: Color): boolean {
  const { active = null, canary } = observed.hosts[0]?.services[name]?.record ?? {};
  if (canary !== undefined) return false; // both serve
  return active !== null && active !== color && plan.colors[color]?.sealed != null;
}
