import type { NotifyStatus } from "../../agent/notify/status.ts";
import { unlessMissing, type HostEngine } from "../../docker/connect.ts";
import { AGENT_CONFIG_VARIABLE } from "../../model/agent-config.ts";
import { InputError } from "../../model/errors.ts";
import { agentContainerName, type StackId } from "../../model/names.ts";
import { askAgent } from "./ask-agent.ts";

/** What the first agent that has somebody to tell says of it; null where none has, or it cannot be asked, which its own state tells. */
export async function readNotifications(hosts: readonly HostEngine[], id: StackId): Promise<NotifyStatus | null> {
  for (const { docker } of hosts) {
    const found = await unlessMissing(docker.getContainer(agentContainerName(id)).inspect());
    if (found?.State.Running !== true || !tellsPeople(found.Config.Env)) continue;
    try {
      return await askAgent(docker, id, { ask: "notify-status" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return null;
}

/** Asking starts a process: only where there is something to ask for. */
function tellsPeople(variables: readonly string[]): boolean {
  return variables.some((text) => text.startsWith(`${AGENT_CONFIG_VARIABLE}=`) && text.includes('"notify":'));
}
