import { clearHold } from "../../delivery/clear-hold.ts";
import { rollBack } from "../../delivery/roll-back.ts";
import { observeHost } from "../../edge/observe-host.ts";
import type { ScenarioName } from "../../model/drills.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { drillChange } from "./drill-change.ts";
import type { Place } from "./scenario.ts";

/**
 * Moves the traffic home that a scenario has sent to the release before, and lets that serve again, whoever has gone back from it: nothing was held
 * when the drill began. Says what it did.
 */
export async function bringHome(place: Place, scenario: ScenarioName): Promise<string[]> {
  const change = drillChange(scenario);
  const { id, host, before } = place;
  const { service, active, version } = before;
  const said: string[] = [];
  if ((await recordOf(place))?.active !== active) {
    await rollBack({ id, host, service, wanted: version, alone: true, change });
    said.push(`moved the traffic of ${service} to ${active} again (version ${version})`);
  }
  const hold = (await recordOf(place))?.hold;
  if (hold !== undefined && hold.color !== active) {
    await clearHold({ id, host, service, change });
    said.push(`ended the hold of version ${hold.version}, which the drill had made`);
  }
  return said;
}

async function recordOf({ docker, id, before }: Place): Promise<EdgeRecord | null | undefined> {
  return (await observeHost(docker, id)).services[before.service]?.record;
}
