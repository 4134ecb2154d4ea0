import { connectDocker, isNotFound, statusOf } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { LABEL } from "../../model/names.ts";
import type { Task } from "../tasks.ts";
import type { Outcome } from "./verdict-file.ts";

const CONFLICT = 409;

/** Removes a volume of secrets. Succeeds when it is gone; never takes one that a container still uses. */
export async function removeSecrets(task: Task<"remove-secrets">): Promise<Outcome> {
  const volume = connectDocker(task.host).getVolume(task.volume);
  try {
    const { Labels } = await volume.inspect();
    if (Labels?.[LABEL.environment] !== task.environment) {
      throw new InputError(`secrets: volume ${task.volume} belongs to another environment. It was left as it is.`);
    }
    await volume.remove();
  } catch (error) {
    if (statusOf(error) === CONFLICT) {
      throw new InputError(
        `secrets: volume ${task.volume} is in use by a container. Remove that first, then run again.`,
      );
    }
    if (!isNotFound(error)) throw error;
  }
  return { message: `${task.service}: ${task.volume} is gone`, result: { volume: task.volume } };
}
