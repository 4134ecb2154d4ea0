import { crashContainer } from "../../../edge/control/crash-container.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { agentContainerName } from "../../../model/names.ts";
import { hasEnded, runsAnew, startOf } from "../containers.ts";
import { whyNoAgent } from "../why-no-agent.ts";
import type { Scenario } from "../scenario.ts";

export const agentKilled: Scenario = {
  name: "agent-killed",
  title: "The agent crashes",
  does: "Kills all processes of the agent. It is back when the engine has started it again, and the edge has heard of it.",
  budget: { noticedMs: 20_000, backMs: 30_000, lost: 0 },
  whyNot: async (stage) => whyNoAgent(stage),
  inject: ({ edge, id }) => crashContainer(edge, agentContainerName(id)),
  isNoticed: (stage) => hasEnded(stage, agentContainerName(stage.id)),
  isBack: async (stage) => {
    const { docker, id } = stage;
    if (!(await runsAnew(stage, agentContainerName(id)))) return false;
    const start = await startOf(docker, agentContainerName(id));
    const { agent } = await observeHost(docker, id);
    return start !== undefined && (agent?.lastBeat ?? 0) > Date.parse(start);
  },
};
