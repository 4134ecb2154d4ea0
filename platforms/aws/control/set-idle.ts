import { otherColor, type Color } from "../../../model/color.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";
import type { AwsStore } from "../store/open-store.ts";
import { findService } from "./found-service.ts";

export interface IdleArgs {
  clients: AwsClients;
  place: AwsPlace;
  store: Pick<AwsStore, "records">;
  service: string;
  /** The color that was seen not to serve. */
  color: Color;
  /** Tasks that ECS was seen to keep of it. */
  from: number;
  to: number;
}

/**
 * Has ECS keep another number of tasks of a color that does not serve; returns what was done, in a sentence. Nothing is where it serves by now, by the
 * record or by the rule, or where somebody else has scaled it. Who moves traffic to it at this very moment has written the record: it is read once
 * more afterwards, and the tasks are put back.
 */
export async function setIdle({ clients, place, store, service, color, from, to }: IdleArgs): Promise<string> {
  const active = async () => (await store.records.read(service))?.record.active;
  const { pools, served } = await findService(clients, place, service);
  const pool = pools[color];
  if (served.includes(color) || (await active()) === color)
    return `${service}: ${color} serves by now and keeps its tasks`;
  if (pool?.desired !== from) return `${service}: somebody else has scaled ${color}, which is left alone`;
  const keep = async (desiredCount: number) =>
    clients.ecs.updateService({ cluster: place.cluster, service: pool.name, desiredCount });
  failPoint("aws:before-idle");
  await keep(to);
  failPoint("aws:after-idle");
  if ((await active()) !== color) return `${service}: ${color} has ${to} tasks, not ${from} any more`;
  await keep(Math.max(from, to, pools[otherColor(color)]?.desired ?? 0));
  return `${service}: ${color} serves by now and keeps its tasks`;
}
