import { rollBack } from "../../../delivery/roll-back.ts";
import { otherColor } from "../../../model/color.ts";
import { bringHome } from "../bring-home.ts";
import { drillChange } from "../drill-change.ts";
import type { Scenario } from "../scenario.ts";
import { whyNoWay } from "../why-no-way.ts";

const name = "rollback-by-hand";

export const rollbackByHand: Scenario = {
  name,
  title: "A person goes back to the release before",
  does:
    "Moves the traffic to the release that served before, as tidegate rollback --traffic-only does. It is back when every request is " +
    "answered from there.",
  budget: { noticedMs: null, backMs: 10_000, lost: 0 },
  whyNot: whyNoWay,
  inject: async ({ id, host, before }) => {
    await rollBack({ id, host, service: before.service, wanted: undefined, alone: true, change: drillChange(name) });
  },
  isBack: async ({ session, before }) => (await session.look()).record?.active === otherColor(before.active),
  restore: (place) => bringHome(place, name),
};
