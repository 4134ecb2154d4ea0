import type { RecordedState } from "../../engine/engine.ts";
import { edgeContainerName, stackPrefix, type StackId } from "../../model/names.ts";
import { isStopped, type Observed } from "../../model/observed.ts";

/**
 * Why an `up` must read the host into the state first: the state has containers that are gone or stopped, or a run was
 * killed. Undefined when it need not. A plan over a state that is wrong about them would leave the holes as they are.
 */
export function refreshReason(recorded: RecordedState, observed: Observed): string | undefined {
  if (recorded.interrupted) return "the last run was interrupted";
  const running = new Set(runningContainers(observed));
  const prefix = `${stackPrefix(observed)}-`;
  const gone = recorded.containers.filter((name) => name.startsWith(prefix) && !running.has(name)).toSorted();
  if (gone.length === 0) return undefined;
  const [first, ...others] = gone;
  return `${first} ${others.length === 0 ? "is" : `and ${others.length} more are`} gone from the host, or stopped`;
}

function runningContainers(observed: Observed): string[] {
  const id: StackId = observed;
  const replicas = Object.values(observed.services).flatMap((service) => service.replicas);
  const edge = observed.edge === null ? [] : [{ name: edgeContainerName(id), state: observed.edge.state }];
  return [...replicas, ...edge].filter(({ state }) => !isStopped(state)).map(({ name }) => name);
}
