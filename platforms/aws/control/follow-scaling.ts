import { isDeepStrictEqual } from "node:util";
import { ruleWeights } from "../../../model/aws/rule-weights.ts";
import { scalableId, suspendedOf, type Suspended } from "../../../model/aws/scaling.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";
import type { AwsStore } from "../store/open-store.ts";
import type { FoundService } from "./found-service.ts";

/** What Application Auto Scaling knows the colors by that it has to do with. */
export type ScaledColors = Readonly<Partial<Record<Color, string>>>;

/** What was said of a color a moment ago, so that the same need not be said again. */
export type SaidBefore = Readonly<Partial<Record<Color, Suspended>>>;

export interface ScalingArgs {
  clients: AwsClients;
  place: Pick<AwsPlace, "cluster">;
  store: Pick<AwsStore, "records">;
  service: string;
}

/** Nothing is asked where the service declares none. */
export async function scaledColors(
  { clients, place }: ScalingArgs,
  { pools }: Pick<FoundService, "pools">,
): Promise<ScaledColors> {
  const ids = COLORS.flatMap((color): [Color, string][] => {
    const pool = pools[color];
    return pool?.isScaled === true ? [[color, scalableId(place.cluster, pool.name)]] : [];
  });
  if (ids.length === 0) return {};
  const scaling = await clients.scaling();
  const { ScalableTargets = [] } = await scaling.describeScalableTargets({
    ServiceNamespace: "ecs",
    ResourceIds: ids.map(([, id]) => id),
  });
  const there = new Set(ScalableTargets.map(({ ResourceId }) => ResourceId));
  return Object.fromEntries(ids.filter(([, id]) => there.has(id)));
}

/**
 * Has auto scaling go with the traffic, wherever the record says that it is by now. That is an arrangement for the time to come, which the next
 * `up` makes as well: where AWS does not let us, it is said, and traffic stays where it is.
 */
export async function followScaling(
  args: ScalingArgs,
  known: () => Promise<ScaledColors>,
  before: SaidBefore = {},
): Promise<void> {
  const { clients, service, store } = args;
  try {
    const scaled = Object.entries(await known()) as [Color, string][]; // its own keys
    if (scaled.length === 0) return;
    const weights = ruleWeights((await store.records.read(service))?.record ?? { active: null });
    for (const [color, id] of scaled) {
      const suspended = suspendedOf(color, weights);
      if (!isDeepStrictEqual(before[color], suspended)) await suspend(clients, id, suspended);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${service}: auto scaling does not follow the traffic before the next \`up\`: ${why}\n`);
  }
}

/** Says which ways a color may not be scaled. */
export async function suspend(clients: AwsClients, id: string, suspended: Suspended): Promise<void> {
  const scaling = await clients.scaling();
  await scaling.registerScalableTarget({
    ...{ ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount", ResourceId: id },
    SuspendedState: { DynamicScalingInSuspended: suspended.in, DynamicScalingOutSuspended: suspended.out },
  });
}
