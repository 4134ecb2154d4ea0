import { isNotFound, statusOf } from "../../docker/connect.ts";
import type { Task } from "../tasks.ts";
import { haproxy } from "../haproxy/index.ts";
import { EdgeDownError, lookForEdge } from "../running-edge.ts";
import type { Outcome } from "./verdict-file.ts";

/** The engine's answer to an exec in a container that restarts or stops. */
const NOT_RUNNING = 409;

/**
 * Takes a service out of the proxy, record included. Succeeds when the edge is gone: then there is nothing to take out of.
 * One that does not run keeps the part on its volume and says so: it must never stand in the way of a `destroy`.
 */
export async function remove(task: Task<"remove">): Promise<Outcome> {
  const { service } = task;
  try {
    const edge = await lookForEdge(task);
    if (edge !== undefined) await haproxy.remove(edge, service);
  } catch (error) {
    if (!(error instanceof EdgeDownError) && !isNotFound(error) && statusOf(error) !== NOT_RUNNING) throw error;
    const message = `${service}: the edge does not run, so its part stays on the edge's volume until that is removed`;
    return { message, result: { service } };
  }
  return { message: `${service}: is out of the proxy`, result: { service } };
}
