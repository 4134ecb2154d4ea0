import { crashContainer } from "../../../edge/control/crash-container.ts";
import { edgeContainerName } from "../../../model/names.ts";
import { hasEnded, isServing, runsAnew } from "../containers.ts";
import type { Scenario } from "../scenario.ts";

export const edgeKilled: Scenario = {
  name: "edge-killed",
  title: "The edge crashes",
  does: "Kills all processes of the edge. It is back when the engine has started it again, and it serves from all replicas as before.",
  budget: { noticedMs: null, backMs: 15_000, lost: null },
  whyNot: async () => undefined,
  inject: ({ edge }) => crashContainer(edge, edge.container),
  isNoticed: (stage) => hasEnded(stage, edgeContainerName(stage.id)),
  isBack: async (stage) => (await runsAnew(stage, edgeContainerName(stage.id))) && (await isServing(stage)),
};
