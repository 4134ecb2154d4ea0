import { COLORS, type Color } from "../../../model/color.ts";
import type { Observed, ObservedService } from "../../../model/observed.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import { servingColors } from "../../../plan/serving-colors.ts";
import { declaredTasks, type DeclaredTasks, type ScaleContext } from "./declared-tasks.ts";
import { taskNotices } from "./task-notices.ts";

/** What an `up` makes of the numbers of a service's tasks. */
export interface TaskPlan {
  colors: Readonly<Record<Color, DeclaredTasks>>;
  /** Lines for the user. */
  notices: readonly string[];
}

interface Resting {
  /** Colors that may have fewer tasks than are declared. */
  resting: readonly Color[];
}

type Declared = Pick<ServiceSpec, "replicas" | "activeColor">;

/** Fewest tasks that a color may serve with: as many as are declared, and as whoever serves is to have. */
export function tasksToServe(name: string, { replicas }: Pick<Declared, "replicas">, observed: Observed): number {
  const wanted = wantedOf(name, observed);
  const serving = servingColors(observed.hosts, name).map((color) => wanted[color]?.tasks ?? 0);
  return Math.max(replicas, ...serving);
}

export function planTasks(
  name: string,
  spec: Declared,
  observed: Observed,
  { resting, ...context }: ScaleContext & Resting,
): TaskPlan {
  const wanted = wantedOf(name, observed);
  const { replicas, activeColor } = spec;
  const declared = (color: Color) =>
    declaredTasks(wanted[color], { replicas, ...context, mayRest: resting.includes(color) });
  const colors = { blue: declared("blue"), green: declared("green") };
  const toServe = tasksToServe(name, spec, observed);
  const notices = COLORS.flatMap((color) =>
    taskNotices(`${name}.${color}`, {
      ...{ replicas, wanted: wanted[color], declared: colors[color] },
      ...{ toServe: context.moves && color === activeColor ? toServe : null, ...context },
    }),
  );
  return { colors, notices };
}

/** What ECS keeps of each color; nothing where nobody has looked. */
function wantedOf(name: string, { hosts }: Observed): NonNullable<ObservedService["wanted"]> {
  return hosts[0]?.services[name]?.wanted ?? {};
}
