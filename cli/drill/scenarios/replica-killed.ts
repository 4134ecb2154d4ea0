import { crashContainer } from "../../../edge/control/crash-container.ts";
import { replicaName } from "../../../model/names.ts";
import { hasEnded, isServing, runsAnew } from "../containers.ts";
import type { Scenario, Stage } from "../scenario.ts";

export const replicaKilled: Scenario = {
  name: "replica-killed",
  title: "A replica crashes",
  does:
    "Kills all processes of the first replica of the color that serves. It is back when the engine has started it again, and the edge sends " +
    "it requests.",
  budget: { noticedMs: 5_000, backMs: 30_000, lost: 10 }, // what it was answering at that moment: one of each client
  whyNot: async ({ observed, before: { service, active } }) => {
    const replicas = observed.services[service]?.replicas.filter(({ color }) => color === active) ?? [];
    return replicas.length > 1 ? undefined : `${active} has one replica only: there is no other to take its requests`;
  },
  inject: (stage) => crashContainer(stage.edge, first(stage)),
  isNoticed: (stage) => hasEnded(stage, first(stage)),
  isBack: async (stage) => (await runsAnew(stage, first(stage))) && (await isServing(stage)),
};

function first({ id, before }: Stage): string {
  return replicaName(id, before.service, before.active, 0);
}
