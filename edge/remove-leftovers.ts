import type Docker from "dockerode";
import { isNotFound, statusOf } from "../docker/connect.ts";
import { LABEL, type StackId } from "../model/names.ts";

/** Removes the helper containers that killed runs left of an environment. None has anything that is kept. */
export async function removeHelpers(docker: Docker, environment: string): Promise<void> {
  const label = [`${LABEL.environment}=${environment}`, `${LABEL.role}=helper`];
  const helpers = await docker.listContainers({ all: true, filters: { label } });
  await Promise.all(helpers.map(({ Id }) => gone(docker.getContainer(Id).remove({ force: true, v: true }))));
}

/**
 * Removes the secret volumes of an environment that no container uses and no state knows. Only after a `destroy` that
 * succeeded: before it, a color whose containers are gone for a while still needs its volume.
 */
export async function removeSecretVolumes(docker: Docker, environment: string): Promise<void> {
  // Only secret volumes belong to a color; an app's data is never removed.
  const label = [`${LABEL.environment}=${environment}`, LABEL.color];
  const { Volumes } = await docker.listVolumes({ filters: { label, dangling: ["true"] } });
  await Promise.all(Volumes.map(({ Name }) => gone(docker.getVolume(Name).remove())));
}

/** Names of the volumes that outlive the environments of a stack: its apps' data and its ledger. */
export async function lastingVolumes(docker: Docker, { project, stack }: StackId): Promise<string[]> {
  const label = [`${LABEL.project}=${project}`, `${LABEL.stack}=${stack}`];
  const { Volumes } = await docker.listVolumes({ filters: { label } });
  return Volumes.filter(({ Labels }) => !Object.hasOwn(Labels, LABEL.environment)).map(({ Name }) => Name);
}

/** Somebody else may have been faster, or use it by now. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error) && statusOf(error) !== 409) throw error;
  }
}
