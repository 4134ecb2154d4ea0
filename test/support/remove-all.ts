import type Docker from "dockerode";
import { isNotFound, statusOf } from "../../docker/connect.ts";

/** Removes containers, networks and volumes whose name starts with a project of ours, whatever state they are in. */
export async function removeAll(docker: Docker, project: string): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  const ours = containers.filter(({ Names }) => Names.some((name) => name.startsWith(`/${project}-`)));
  await Promise.all(ours.map(({ Id }) => removeContainer(docker.getContainer(Id))));
  const networks = await docker.listNetworks();
  const our = networks.filter(({ Name }) => Name.startsWith(`${project}-`));
  await Promise.all(our.map(({ Id }) => gone(docker.getNetwork(Id).remove())));
  const { Volumes } = await docker.listVolumes();
  const volumes = Volumes.filter(({ Name }) => Name.startsWith(`${project}-`));
  await Promise.all(volumes.map(({ Name }) => gone(docker.getVolume(Name).remove({ force: true }))));
}

/** Removes a container, running or not; returns when it is gone, also when somebody else was removing it already. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (isNotFound(error)) return;
    if (statusOf(error) !== 409) throw error;
    await gone(container.wait({ condition: "removed" }));
  }
}

/** Containers, networks and volumes on the host whose name starts so. */
export async function leftOf(docker: Docker, prefix: string): Promise<string[]> {
  const containers = await docker.listContainers({ all: true });
  const networks = await docker.listNetworks();
  const { Volumes } = await docker.listVolumes();
  return [
    ...containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))),
    ...networks.map(({ Name }) => Name),
    ...Volumes.map(({ Name }) => Name),
  ].filter((name) => name.startsWith(prefix));
}

async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error) && statusOf(error) !== 409) throw error;
  }
}
