import { clearHold } from "../../../delivery/clear-hold.ts";
import { rollBack } from "../../../delivery/roll-back.ts";
import { rollbackTarget } from "../../../delivery/rollback-target.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { withSession } from "../../../edge/with-session.ts";
import { InputError } from "../../../model/errors.ts";
import { otherColor } from "../../../model/color.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import { drillChange } from "../drill-change.ts";
import type { Place, Scenario, Stage } from "../scenario.ts";

const CHANGE = drillChange("rollback-by-hand");

export const rollbackByHand: Scenario = {
  name: "rollback-by-hand",
  title: "A person goes back to the release before",
  does:
    "Moves the traffic to the release that served before, as tidegate rollback --traffic-only does. It is back when every request is " +
    "answered from there.",
  budget: { noticedMs: null, backMs: 10_000, lost: 0 },
  whyNot: async (stage) => {
    const record = recordOf(stage.observed, stage);
    if (record?.hold !== undefined)
      return `version ${record.hold.version} is held, which the drill's own hold would end`;
    if (record?.movedWith !== undefined) return "its last switch moved other services together with it";
    return await whyNoWay(stage);
  },
  inject: async ({ id, host, before }) => {
    await rollBack({ id, host, service: before.service, wanted: undefined, alone: true, change: CHANGE });
  },
  isBack: async (stage) => recordOf(await look(stage), stage)?.active === otherColor(stage.before.active),
  restore: async (place) => {
    const { id, host, before } = place;
    const { service, active, version } = before;
    const said: string[] = [];
    if (recordOf(await look(place), place)?.active !== active) {
      await rollBack({ id, host, service, wanted: version, alone: true, change: CHANGE });
      said.push(`moved the traffic of ${service} to ${active} again (version ${version})`);
    }
    const hold = recordOf(await look(place), place)?.hold;
    if (hold?.reason === CHANGE.reason) {
      await clearHold({ id, host, service, change: CHANGE });
      said.push(`ended the hold of version ${hold.version}, which the drill had made`);
    }
    return said;
  },
};

async function whyNoWay({ edge, before: { service } }: Stage): Promise<string | undefined> {
  const view = await withSession(edge, service, (session) => session.look());
  try {
    const target = rollbackTarget(service, view, undefined);
    if (target?.isThere === true) return undefined;
    return "what served before is not there any more, and would have to be made again";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function look({ docker, id }: Place): Promise<Stage["observed"]> {
  return observeHost(docker, id);
}

function recordOf({ services }: Stage["observed"], { before }: Place): EdgeRecord | null | undefined {
  return services[before.service]?.record;
}
