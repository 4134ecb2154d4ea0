import type Docker from "dockerode";
import { connectDocker, isNotFound } from "../../docker/connect.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { edgeContainerName, LABEL } from "../../model/names.ts";
import { SERVERS } from "../../model/observability.ts";
import type { Task } from "../tasks.ts";
import { readValues } from "./base.ts";
import { secretArchive } from "./secret-archive.ts";
import type { Outcome } from "./verdict-file.ts";

/** An image may ask for a volume without a name, which nobody else would ever remove. Named volumes stay. */
const WITH_ANONYMOUS_VOLUMES = { force: true, v: true };

/** Where the helper container sees the volume while it is filled. */
const PARENT = "/run";
const FOLDER = "secrets";

/**
 * Makes a volume and fills it with secret files that only their user can read. The files are put in through the engine's
 * copy API and a container that never runs, so that no value stands in an environment, a log or a command line.
 */
export async function fillSecrets(task: Task<"secrets">): Promise<Outcome> {
  const values = await readValues();
  const docker = connectDocker(task.host);
  await assertOurs(docker, task);
  if (await isInUse(docker, task.volume)) {
    return { message: `${task.service}: ${task.volume} is in use and stays`, result: { volume: task.volume } };
  }
  failPoint("secrets:before-volume");
  await docker.createVolume({ Name: task.volume, Labels: task.labels });
  failPoint("secrets:after-volume");
  const helper = await createHelper(docker, task);
  try {
    failPoint("secrets:before-fill");
    await helper.putArchive(await secretArchive(FOLDER, values, task.user), { path: PARENT });
    failPoint("secrets:after-fill");
  } finally {
    await helper.remove(WITH_ANONYMOUS_VOLUMES);
  }
  failPoint("secrets:after-helper");
  return { message: `${task.service}: ${task.volume} holds its secrets`, result: { volume: task.volume } };
}

/** A volume of that name which somebody else made is not ours to write into. */
async function assertOurs(docker: Docker, task: Task<"secrets">): Promise<void> {
  try {
    const { Labels } = await docker.getVolume(task.volume).inspect();
    if (Labels?.[LABEL.environment] === task.environment) return;
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  throw new InputError(`secrets: volume ${task.volume} belongs to another environment. Remove it or rename the stack.`);
}

/** A volume that somebody mounts is complete; writing it again would show an app missing and empty files. */
async function isInUse(docker: Docker, volume: string): Promise<boolean> {
  const users = await docker.listContainers({ all: true, filters: { volume: [volume] } });
  return users.some(({ Labels }) => ["replica", "agent", ...SERVERS].includes(Labels[LABEL.role] ?? ""));
}

/** A container that is made and never started. A killed run may have left one of the same name behind. */
async function createHelper(docker: Docker, task: Task<"secrets">): Promise<Docker.Container> {
  const name = `${task.volume}-fill`;
  try {
    await docker.getContainer(name).remove(WITH_ANONYMOUS_VOLUMES);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return docker.createContainer({
    name,
    Image: await anyImage(docker, task),
    Labels: { ...task.labels, [LABEL.role]: "helper" },
    NetworkDisabled: true,
    HostConfig: {
      Mounts: [{ Type: "volume", Source: task.volume, Target: `${PARENT}/${FOLDER}`, VolumeOptions: noCopy }],
      NetworkMode: "none",
    },
  });
}

/** Nothing of the image comes into the volume. */
const noCopy = { NoCopy: true, Labels: {}, DriverConfig: { Name: "", Options: {} } };

/** The edge's image is the one that is surely there; the container is never started. */
async function anyImage(docker: Docker, task: Task<"secrets">): Promise<string> {
  try {
    return (await docker.getContainer(edgeContainerName(task)).inspect()).Image;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return EDGE_IMAGE;
  }
}
