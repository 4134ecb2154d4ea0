import { scalableId } from "../../../model/aws/scaling.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { AwsClients } from "../clients.ts";
import type { Candidate } from "./move.ts";

/**
 * Moves traffic so that auto scaling goes with it, where a service has any: the color that is to serve may grow before it has the first request,
 * and afterwards whoever serves by then scales, and the other one does not. The last is an arrangement for the time to come, which the next `up`
 * makes as well: where AWS does not let us, that is said, and the switch stands.
 */
export async function withScaling<T>(candidate: Candidate, move: () => Promise<T>): Promise<T> {
  const scaled = await scaledColors(candidate);
  const { clients, service, color, store } = candidate.args;
  const next = scaled[color];
  if (next !== undefined) await suspend(clients, next, { in: true, out: false });
  failPoint("aws:after-resume");
  try {
    return await move();
  } finally {
    await followRecord(clients, scaled, async () => (await store.records.read(service))?.record.active).catch(
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        process.stderr.write(`${service}: auto scaling does not follow the traffic before the next \`up\`: ${why}\n`);
      },
    );
    failPoint("aws:after-suspend");
  }
}

/** What Application Auto Scaling knows the colors by that it has to do with. Nothing is asked where the service declares none. */
async function scaledColors({ args, found }: Candidate): Promise<Partial<Record<Color, string>>> {
  const { clients, place } = args;
  const ids = COLORS.flatMap((color): [Color, string][] => {
    const pool = found.pools[color];
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

async function followRecord(
  clients: AwsClients,
  scaled: Readonly<Partial<Record<Color, string>>>,
  readActive: () => Promise<Color | null | undefined>,
): Promise<void> {
  if (Object.keys(scaled).length === 0) return;
  const active = await readActive();
  for (const color of COLORS) {
    const id = scaled[color];
    if (id !== undefined) await suspend(clients, id, { in: color !== active, out: color !== active });
  }
}

/** Says which ways a color may not be scaled. */
async function suspend(clients: AwsClients, id: string, suspended: { in: boolean; out: boolean }): Promise<void> {
  const scaling = await clients.scaling();
  await scaling.registerScalableTarget({
    ...{ ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount", ResourceId: id },
    SuspendedState: { DynamicScalingInSuspended: suspended.in, DynamicScalingOutSuspended: suspended.out },
  });
}
