import type Docker from "dockerode";
import { spokenBy, statusOf } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { isDigest, repositoryOf } from "./image-names.ts";
import type { ImageFate } from "./image-fates.ts";
import type { RetentionFailPoint } from "./fail-points.ts";
import type { RetentionPlan } from "./plan-retention.ts";

/** How the removal of one thing ended. */
export interface Removal {
  kind: "container" | "image";
  id: string;
  /** Its name, for people. */
  name: string;
  /** Bytes that it had; 0 where it stayed, and of containers. */
  bytes: number;
  /** Why the engine kept it; null where it is gone. */
  kept: string | null;
}

/**
 * Removes what a plan says goes, containers first, one after the other, and tells of each. Nothing is forced, so that the engine
 * itself keeps what came into use since the look. Throws an InputError when the host goes away in the middle of it.
 */
export async function removeFated(
  docker: Docker,
  plan: RetentionPlan,
  tell: (removal: Removal) => void,
): Promise<Removal[]> {
  const done: Removal[] = [];
  const add = (removal: Removal) => {
    done.push(removal);
    tell(removal);
  };
  try {
    for (const { id, name, goes } of plan.containers) {
      if (!goes) continue;
      point("prune:before-container");
      const kept = await refusal(() => docker.getContainer(id).remove({ v: true }));
      point("prune:after-container");
      add({ kind: "container", id, name, bytes: 0, kept });
    }
    for (const image of plan.images) {
      if (!image.goes) continue;
      point("prune:before-image");
      const kept = await removeImage(docker, image);
      point("prune:after-image");
      const { id, names, bytes } = image;
      add({ kind: "image", id, name: names[0] ?? id, bytes: kept === null ? bytes : 0, kept });
    }
  } catch (error) {
    throw gone(error, done);
  }
  return done;
}

/**
 * By its id, which the engine refuses as soon as the image has got a name more than one; so the others are taken off before. Its
 * parents, of one that was built on the host, are none of ours.
 */
async function removeImage(docker: Docker, { id, names }: ImageFate): Promise<string | null> {
  const [last, ...tags] = names;
  const others = last === undefined ? [] : [...tags.filter((name) => !isDigest(name) || !isBeside(name, last))];
  for (const name of others) {
    const kept = await refusal(() => docker.getImage(name).remove(GENTLY));
    if (kept !== null) return kept;
  }
  return await refusal(() => docker.getImage(id).remove(GENTLY));
}

const GENTLY = { force: false, noprune: true };

function isBeside(name: string, other: string): boolean {
  return repositoryOf(name) === repositoryOf(other);
}

/** Why the engine did not remove it; null where it is gone, whoever removed it. */
async function refusal(remove: () => Promise<unknown>): Promise<string | null> {
  try {
    await remove();
    return null;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    return status === 404 ? null : spokenBy(error);
  }
}

function gone(error: unknown, done: readonly Removal[]): unknown {
  if (statusOf(error) !== undefined) return error;
  const said = error instanceof Error ? error.message : String(error);
  const removed = done.filter(({ kept }) => kept === null).length;
  const head = error instanceof InputError ? said : `host: the Docker engine did not answer (${said}).`;
  return new InputError(`${head}\nUntil then ${removed} were removed. Run again: it takes up what is left.`, {
    cause: error,
  });
}

function point(name: RetentionFailPoint): void {
  failPoint(name);
}
