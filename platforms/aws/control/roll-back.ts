import type { Mandate } from "../../../edge/control/mandate.ts";
import type { Change } from "../../../model/change.ts";
import { COLORS } from "../../../model/color.ts";
import { BusyError } from "../../../model/errors.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { SealedRelease } from "../../../model/release.ts";
import type { Gate } from "../../../model/service.ts";
import { rollbackTarget, type Remembered, type RollbackTarget } from "../../../delivery/rollback-target.ts";
import type { AwsClients } from "../clients.ts";
import type { ObservedPool } from "../observe/observed.ts";
import { readPools } from "../observe/pools.ts";
import type { AwsPlace } from "../place.ts";
import type { AwsStore } from "../store/open-store.ts";
import { cutOver } from "./cut-over.ts";
import { fewestTasks } from "./bring-up.ts";
import type { Moved } from "./move.ts";

export interface RollbackArgs {
  clients: AwsClients;
  place: AwsPlace;
  store: AwsStore;
  mandate: Pick<Mandate, "during" | "atomically" | "isStopRequested">;
  service: string;
  /** Version to go back to; the one that served before when left out. */
  wanted: string | undefined;
  /** Number of the switch that is gone back from; whatever the last one is when left out. */
  expected?: number;
  /** Who goes back, and why. */
  change: Change;
}

/** What has served has proved itself: that it is well now is all that it has to show. */
const ONE_LOOK: Gate = { passes: 1, interval: "1s", within: "10s", restarts: 1 };
/** The same where its tasks are fewer than serve now: they have to be there first. */
const BROUGHT_UP: Gate = { ...ONE_LOOK, within: "5m", restarts: 3 };

/**
 * Moves a service's traffic back to the release that served before, straight at its rule: nothing but AWS is asked. Where that has fewer tasks than
 * serve now it is brought up first. `moved` is null where nothing
 * was done, because the release has to be made again first; null where the wanted version serves already. Throws what {@link cutOver} does, and
 * an InputError when there is nothing to go back to.
 */
export async function rollBack(args: RollbackArgs): Promise<{ target: RollbackTarget; moved: Moved | null } | null> {
  const { clients, place, store, mandate, service, wanted, expected, change } = args;
  const [kept, pools] = await Promise.all([
    store.records.read(service),
    readPools(clients, place.cluster, place.id, service),
  ]);
  const record = kept?.record ?? null;
  const found = record?.generation ?? 0;
  if (expected !== undefined && found !== expected) {
    throw new BusyError(
      `${service}: somebody else has switched meanwhile (switch number ${found}). Traffic is where they sent it.`,
    );
  }
  const target = rollbackTarget(service, remembered(record, pools), wanted);
  if (target === null) return null;
  if (!target.isThere) return { target, moved: null };
  const { to: color, sealed, generation } = target;
  const moved = await cutOver({
    ...{ clients, place, store, mandate, service, color, generation, sealed, change },
    ...{ gate: isShort(pools, target) ? BROUGHT_UP : ONE_LOOK, isRollback: true },
  });
  return { target, moved };
}

/** Whether the color that is gone back to has fewer tasks than it must serve with. */
function isShort(pools: readonly ObservedPool[], { from, to }: Pick<RollbackTarget, "from" | "to">): boolean {
  const [served, former] = [from, to].map((color) => pools.find((pool) => pool.color === color));
  return former !== undefined && former.desired < fewestTasks(former, served?.desired ?? 0);
}

/** The releases that have served and that ECS still has. */
function remembered(record: EdgeRecord | null, pools: readonly ObservedPool[]): Remembered {
  const releases = Object.fromEntries(
    COLORS.map((color): [string, SealedRelease | null] => {
      const sealed = record?.sealed[color] ?? null;
      const isThere = pools.some((pool) => pool.color === color && pool.release === sealed?.hash);
      return [color, isThere ? sealed : null];
    }),
  );
  return { record, part: { releases: { blue: releases["blue"] ?? null, green: releases["green"] ?? null } } };
}
