import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { Place, Stage } from "./scenario.ts";

/** When a container was started that runs, in the engine's words; undefined where it does not run. */
export async function startOf(docker: Docker, name: string): Promise<string | undefined> {
  const found = await unlessMissing(docker.getContainer(name).inspect());
  return found?.State.Running === true && !found.State.Restarting ? found.State.StartedAt : undefined;
}

/** Whether a container has ended since the drill looked, however soon it was started again. */
export async function hasEnded({ docker, starts }: Stage, name: string): Promise<boolean> {
  return (await startOf(docker, name)) !== starts.get(name);
}

/** Whether a container has ended since the drill looked, and runs again. */
export async function runsAnew({ docker, starts }: Stage, name: string): Promise<boolean> {
  const start = await startOf(docker, name);
  return start !== undefined && start !== starts.get(name);
}

/** Whether the proxy may send requests to as many replicas of the active color as before. */
export async function isServing({
  docker,
  id,
  observed,
  before,
}: Pick<Stage, "docker" | "id" | "observed" | "before">): Promise<boolean> {
  const { service, active } = before;
  const status = (await haproxy.measure(docker, id))[service]?.[active];
  const replicas = observed.services[service]?.replicas.filter(({ color }) => color === active) ?? [];
  return (status?.servers.filter(({ health }) => health.startsWith("UP")).length ?? 0) >= replicas.length;
}

/** Starts those of the containers that ran before and do not now. Says which. */
export async function startStopped({ docker, before }: Place): Promise<string[]> {
  const said: string[] = [];
  for (const name of before.running) {
    const container = docker.getContainer(name);
    const found = await unlessMissing(container.inspect());
    if (found === undefined || found.State.Running) continue;
    await container.start();
    said.push(`started ${name}, which stood still`);
  }
  return said;
}
