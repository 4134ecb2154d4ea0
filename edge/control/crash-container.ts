import { unlessMissing } from "../../docker/connect.ts";
import type { RunningEdge } from "../running-edge.ts";
import { withHelper } from "./with-helper.ts";

/**
 * Kills everything that runs in a container, as a crash would, so that the engine starts it again by its restart policy: after its own
 * `kill` it does not, because that counts as a wish to stop. The signal comes from a helper among the container's processes, of the same
 * user; what starts them (`--init`) then ends by itself.
 */
export async function crashContainer(edge: RunningEdge, container: string): Promise<void> {
  const { docker } = edge;
  const { Config, Name } = await docker.getContainer(container).inspect();
  const helper = {
    name: `${Name.slice(1)}-crash`,
    command: ["sh", "-c", "kill -9 -1"],
    shares: { PidMode: `container:${container}` },
    ...(Config.User === "" ? {} : { user: Config.User }),
  };
  // How it ends says nothing: it may go with what it kills.
  await withHelper(edge, helper, (id) => unlessMissing(docker.getContainer(id).wait()));
}
