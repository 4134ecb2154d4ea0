import { connectDocker } from "../../docker/connect.ts";
import { setLimits } from "../../docker/set-limits.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { LABEL } from "../../model/names.ts";
import type { Task } from "../tasks.ts";
import type { Outcome } from "./verdict-file.ts";

/** Bounds how many processes and threads containers may have, for which the Docker provider has no input. */
export async function limit(task: Task<"limits">): Promise<Outcome> {
  const docker = connectDocker(task.host);
  failPoint("limits:before");
  await Promise.all(
    task.containers.map(async (id) => {
      const container = docker.getContainer(id);
      const { Config, Name } = await container.inspect();
      if (Config.Labels[LABEL.environment] !== task.environment) {
        throw new InputError(`limits: container ${Name.slice(1)} belongs to another environment. Nothing was changed.`);
      }
      await setLimits(container, { PidsLimit: task.pids });
    }),
  );
  failPoint("limits:after");
  return {
    message: `each of ${task.containers.length} may have ${task.pids} processes and threads`,
    result: { pids: task.pids },
  };
}
