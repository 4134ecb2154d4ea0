import { edgeContainerName } from "../../../model/names.ts";
import { hasEnded, isServing, runsAnew } from "../containers.ts";
import type { Scenario } from "../scenario.ts";

export const edgeRestarted: Scenario = {
  name: "edge-restarted",
  title: "The edge is started again",
  does: "Restarts the edge's container, as docker restart does. It is back when it serves from all replicas as before.",
  budget: { noticedMs: null, backMs: 30_000, lost: null },
  whyNot: async () => undefined,
  inject: async ({ docker, id }) => {
    await docker.getContainer(edgeContainerName(id)).restart();
  },
  isNoticed: (stage) => hasEnded(stage, edgeContainerName(stage.id)),
  isBack: async (stage) => (await runsAnew(stage, edgeContainerName(stage.id))) && (await isServing(stage)),
};
