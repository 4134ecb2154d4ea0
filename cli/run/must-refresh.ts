import type { RecordedState } from "../../engine/engine.ts";
import { messageOn } from "../../model/hosts.ts";
import { agentContainerName, edgeContainerName, stackPrefix, type StackId } from "../../model/names.ts";
import { isStopped, type Observed, type ObservedHost } from "../../model/observed.ts";

/**
 * Why an `up` must read the hosts into the state first: the state has containers that are gone or stopped, or a run was
 * killed. Undefined when it need not. A plan over a state that is wrong about them would leave the holes as they are.
 */
export function refreshReason(
  recorded: Pick<RecordedState, "containers" | "interrupted">,
  observed: Observed,
): string | undefined {
  if (recorded.interrupted) return "the last run was interrupted";
  const { hosts } = observed;
  const own = recorded.containers.filter((name) => name.startsWith(`${stackPrefix(observed)}-`)).toSorted();
  const gone = hosts.flatMap((host) => {
    const running = new Set(runningContainers(observed, host));
    return own.filter((name) => !running.has(name)).map((name) => messageOn(hosts, host, name));
  });
  if (gone.length === 0) return undefined;
  const [first, ...others] = gone;
  return `${first} ${others.length === 0 ? "is" : `and ${others.length} more are`} gone from the host, or stopped`;
}

function runningContainers(id: StackId, { services, edge, agent }: ObservedHost): string[] {
  const replicas = Object.values(services).flatMap((service) => service.replicas);
  const edges = edge === null ? [] : [{ name: edgeContainerName(id), state: edge.state }];
  const agents = agent == null ? [] : [{ name: agentContainerName(id), state: agent.state }];
  return [...replicas, ...edges, ...agents].filter(({ state }) => !isStopped(state)).map(({ name }) => name);
}
