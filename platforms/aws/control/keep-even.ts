import { COLORS } from "../../../model/color.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";
import { bringUp } from "./bring-up.ts";
import type { FoundService } from "./found-service.ts";

/**
 * Brings both colors that share a service's traffic up to as many tasks as the larger of them is to have: the next step, or the way back, leads
 * all traffic onto one of them. Without a canary nothing is done.
 */
export async function keepEven(
  { clients, place }: { clients: AwsClients; place: Pick<AwsPlace, "cluster"> },
  { pools }: Pick<FoundService, "pools">,
  { canary }: Pick<EdgeRecord, "canary">,
): Promise<void> {
  if (canary === undefined) return;
  const both = COLORS.flatMap((color) => pools[color] ?? []);
  const most = Math.max(...both.map(({ desired }) => desired));
  for (const pool of both) await bringUp(clients, place.cluster, pool, most);
}
