import { shareWithReleaseBefore } from "../../delivery/share-with-release-before.ts";
import { CLIENTS } from "../../model/canary.ts";
import { otherColor } from "../../model/color.ts";
import type { ScenarioName } from "../../model/drills.ts";
import { isServing } from "./containers.ts";
import { drillChange } from "./drill-change.ts";
import type { Stage } from "./scenario.ts";

/** Half of the clients: enough for a verdict within minutes, under the load of a drill. */
const SHARE = CLIENTS / 2;

/** Gives the release that served before half of the clients, as a canary that its guard judges. */
export async function beginCanary({ id, host, before }: Stage, name: ScenarioName): Promise<void> {
  const { service } = before;
  await shareWithReleaseBefore({ id, host, service, share: SHARE, change: drillChange(name) });
}

/** Whether somebody else than the drill has gone back from it, which leaves a hold. */
export async function isTakenBack({ session, before }: Stage): Promise<boolean> {
  const { record } = await session.look();
  return record?.active === before.active && record.hold?.color === otherColor(before.active);
}

/** Whether every client is where it was before, and served as then. */
export async function isHome(stage: Stage): Promise<boolean> {
  return (await isTakenBack(stage)) && (await isServing(stage));
}
