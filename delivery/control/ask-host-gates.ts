import { connectDocker } from "../../docker/connect.ts";
import { noteRefusal } from "../../edge/control/refusal.ts";
import type { Outcome } from "../../edge/control/verdict-file.ts";
import { observeHost } from "../../edge/observe-host.ts";
import { lookForEdge } from "../../edge/running-edge.ts";
import { withSession } from "../../edge/with-session.ts";
import { hostPlace } from "../gates/host-place.ts";
import { askGates } from "./ask-gates.ts";
import type { GatesTask } from "./task.ts";

/** {@link askGates} before a release on a Docker host, whose edge has the ledger. */
export async function askHostGates(task: GatesTask): Promise<Outcome> {
  const { host, project, stack } = task;
  const docker = connectDocker(host);
  return await askGates(task, {
    place: hostPlace({ docker, observe: () => observeHost(docker, { project, stack }) }),
    async noteClosed(candidate, closed) {
      const edge = await lookForEdge(task);
      if (edge === undefined) return closed; // of a stack that is only about to be made
      return await withSession(edge, task.service, (session) => noteRefusal(session, candidate, closed));
    },
  });
}
