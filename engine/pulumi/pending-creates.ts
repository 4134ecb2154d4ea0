import type Docker from "dockerode";
import { connectDocker, isNotFound, LOCAL_HOST } from "../../docker/connect.ts";
import { LABEL } from "../../model/names.ts";
import { dockerHostOf, environmentOf, type StackState, type StateResource } from "./stack-state.ts";

/**
 * Finds what a killed run has created without recording it: Docker ids by URN, of those of the state's pending creates
 * that exist and carry this environment's id. What is not among them is created again: it is not there, or a command of
 * ours, or belongs to somebody else, whose name the creation will then stumble over.
 */
export async function findCreated(
  state: StackState,
  connect: (host: string) => Docker = connectDocker,
): Promise<ReadonlyMap<string, string>> {
  const environment = environmentOf(state);
  const found = new Map<string, string>();
  if (environment === undefined) return found;
  for (const { resource, type } of state.pending) {
    if (type !== "creating") continue;
    const id = await findOurs(connect(dockerHostOf(state, resource) ?? LOCAL_HOST), resource, environment);
    if (id !== undefined) found.set(resource.urn, id);
  }
  return found;
}

async function findOurs(
  docker: Docker,
  { type, inputs }: StateResource,
  environment: string,
): Promise<string | undefined> {
  const name = inputs?.["name"];
  if (typeof name !== "string") return undefined;
  const found = await inspect(docker, type, name);
  return found?.labels[LABEL.environment] === environment ? found.id : undefined;
}

async function inspect(
  docker: Docker,
  type: string,
  name: string,
): Promise<{ id: string; labels: Record<string, string> } | undefined> {
  try {
    if (type === "docker:index/container:Container") {
      const { Id, Config } = await docker.getContainer(name).inspect();
      return { id: Id, labels: Config.Labels };
    }
    if (type === "docker:index/network:Network") {
      const { Id, Labels } = (await docker.getNetwork(name).inspect()) as NetworkAnswer;
      return { id: Id, labels: Labels ?? {} };
    }
    if (type === "docker:index/volume:Volume") {
      const { Name, Labels } = await docker.getVolume(name).inspect();
      return { id: Name, labels: Labels };
    }
    return undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Docker Engine API, `GET /networks/{id}`; the client's types leave it open. */
interface NetworkAnswer {
  Id: string;
  Labels: Record<string, string> | null;
}
