import { setTimeout as sleep } from "node:timers/promises";
import { otherColor } from "../../../model/color.ts";
import { replicaName } from "../../../model/names.ts";
import { bringHome } from "../bring-home.ts";
import type { Scenario, Stage } from "../scenario.ts";
import { beginCanary, isHome, isTakenBack } from "../taken-back.ts";
import { whyNoCanary } from "../why-no-canary.ts";

const name = "canary-killed";

/** So that the agent, which looks each second, has seen its replicas well: nobody else's death counts. */
const SEEN_MS = 5_000;

export const canaryKilled: Scenario = {
  name,
  title: "A release dies with a share of the clients",
  does:
    "Gives half of the clients to the release that served before, and then kills all of its replicas for good. It is back when the agent has " +
    "taken it back.",
  budget: { noticedMs: 30_000, backMs: 30_000, lost: 100 }, // until three checks have failed, half of the load meets nobody
  whyNot: (stage) => whyNoCanary(stage, ["failedChecks"]),
  inject: async (stage, strike) => {
    await beginCanary(stage, name);
    await sleep(SEEN_MS);
    strike();
    await Promise.all(replicasOf(stage).map((replica) => stage.docker.getContainer(replica).kill()));
  },
  isNoticed: isTakenBack,
  isBack: isHome,
  restore: (place) => bringHome(place, name),
};

/** The engine does not start again by itself what it was told to kill. */
function replicasOf({ id, observed, before: { service, active } }: Stage): string[] {
  const color = otherColor(active);
  const replicas = observed.services[service]?.replicas.filter((replica) => replica.color === color) ?? [];
  return replicas.map((_, index) => replicaName(id, service, color, index));
}
