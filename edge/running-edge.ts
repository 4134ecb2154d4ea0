import type Docker from "dockerode";
import { connectDocker, isNotFound, statusOf } from "../docker/connect.ts";
import { InputError } from "../model/errors.ts";
import { edgeContainerName, LABEL, type StackId } from "../model/names.ts";

/** The edge is there, but does not run. */
export class EdgeDownError extends InputError {}

/** The edge of an environment, running and surely ours. */
export interface RunningEdge {
  docker: Docker;
  id: StackId;
  /** Id of the edge's container. */
  container: string;
  /** Id of the environment that it belongs to. */
  environment: string;
}

/** What every task says about where it is to be done. */
export interface Place {
  host: string;
  project: string;
  stack: string;
  /** Left out where no state tells it: the edge of that name is then taken for the stack's, whichever environment it is of. */
  environment?: string;
}

/**
 * Finds the edge of a place. Throws an InputError when the host cannot be reached, when the edge is missing or stopped, and
 * when it belongs to another environment.
 */
export async function findEdge(place: Place): Promise<RunningEdge> {
  const edge = await lookForEdge(place);
  if (edge !== undefined) return edge;
  throw new InputError(
    `edge: there is no container ${edgeContainerName(place)} on ${place.host}. Run \`tidegate up\`, which makes it anew.`,
  );
}

/** Like {@link findEdge}; undefined when there is no such container. */
export async function lookForEdge(place: Place): Promise<RunningEdge | undefined> {
  const docker = connectDocker(place.host);
  const name = edgeContainerName(place);
  let found;
  try {
    found = await docker.getContainer(name).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (statusOf(error) !== undefined || error instanceof InputError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError(`host: the Docker engine at ${place.host} did not answer (${said}). Run again.`, {
      cause: error,
    });
  }
  const owner = found.Config.Labels[LABEL.environment];
  if (owner === undefined || owner !== (place.environment ?? owner)) {
    throw new InputError(
      `edge: ${name} belongs to environment ${owner ?? "nobody knows"}, not to ${place.environment ?? "any of tidegate's"}. ` +
        "Use the state that made it, or another stack name.",
    );
  }
  if (!found.State.Running || found.State.Restarting) {
    throw new EdgeDownError(
      `edge: ${name} is ${found.State.Status}. Look at \`docker logs ${name}\`, then start it with \`docker start ${name}\`.`,
    );
  }
  return { docker, id: { project: place.project, stack: place.stack }, container: found.Id, environment: owner };
}
