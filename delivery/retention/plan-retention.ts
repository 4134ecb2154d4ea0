import type { EngineContainer, EngineImage } from "./engine-things.ts";
import { deadContainers, type ContainerFate, type Ownership } from "./dead-containers.ts";
import { imageFates, type ImageFate, type ImageUses } from "./image-fates.ts";

/** All that decides what of a host goes. */
export interface RetentionInput extends Omit<ImageUses, "containers">, Ownership {
  images: readonly EngineImage[];
  /** Every container of the engine, whosever it is. */
  containers: readonly EngineContainer[];
}

/** What becomes of each image of the stack's repositories, and of each of its containers that does not run. */
export interface RetentionPlan {
  containers: readonly ContainerFate[];
  images: readonly ImageFate[];
}

/** Decides what of a host goes and what stays, and why. An image that only a container holds which goes may go with it. */
export function planRetention({ images, containers, ...input }: RetentionInput): RetentionPlan {
  const fates = deadContainers(containers, input);
  const going = new Set(fates.filter(({ goes }) => goes).map(({ id }) => id));
  const staying = containers.filter(({ id }) => !going.has(id));
  return { containers: fates, images: imageFates(images, { ...input, containers: staying }) };
}
