import { inputOf, type JudgedInput } from "./judged-input.ts";
import { BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "./resource-types.ts";
import type { JudgedResource } from "./rule.ts";

const NAME_INPUTS: Readonly<Record<string, string>> = {
  [REMOTE_IMAGE]: "name",
  [BUILT_IMAGE]: "imageName",
  [CONTAINER]: "image",
};

/**
 * The input that names an image. Undefined where there is nothing to judge: a preview does not know it yet, or a container
 * runs an image by its id, which it got from an image resource that is judged by itself.
 */
export function namedImage(resource: JudgedResource): JudgedInput | undefined {
  const image = inputOf(resource, NAME_INPUTS[resource.type] ?? "image");
  const isId = resource.type === CONTAINER && image.text?.startsWith("sha256:") === true;
  return image.isUnknown || isId ? undefined : image;
}
