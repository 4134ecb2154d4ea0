import { rollBack } from "../../../delivery/roll-back.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { otherColor } from "../../../model/color.ts";
import { bringHome } from "../bring-home.ts";
import { drillChange } from "../drill-change.ts";
import type { Scenario } from "../scenario.ts";
import { underWay } from "../under-way.ts";
import { whyNoWay } from "../why-no-way.ts";

const name = "disk-full";

export const diskFull: Scenario = {
  name,
  title: "The disk of the ledger is full",
  does:
    "Leaves that disk no room, where it is one of its own, and moves the traffic to the release that served before. It is back when every " +
    "request is answered from there, with the disk still full.",
  budget: { noticedMs: 5_000, backMs: 10_000, lost: 0 },
  whyNot: async (stage) => (await haproxy.whyNotFill(stage.edge)) ?? (await whyNoWay(stage)),
  inject: async ({ id, host, edge, before: { service } }) => {
    const change = drillChange(name);
    return await underWay(
      (inside) => haproxy.withFullDisk(edge, inside),
      () => rollBack({ id, host, service, wanted: undefined, alone: true, change }),
    );
  },
  isNoticed: async ({ session }) => (await session.readEdge()).ledger?.hasRoom === false,
  isBack: async ({ session, before }) => (await session.look()).record?.active === otherColor(before.active),
  restore: (place) => bringHome(place, name),
};
