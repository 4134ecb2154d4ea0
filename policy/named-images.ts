import { inputOf, type JudgedInput } from "./judged-input.ts";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "./resource-types.ts";
import type { JudgedResource } from "./rule.ts";

const NAME_INPUTS: Readonly<Record<string, string>> = {
  [REMOTE_IMAGE]: "name",
  [BUILT_IMAGE]: "imageName",
  [BUILDKIT_IMAGE]: "tags",
  [CONTAINER]: "image",
};

/**
 * The inputs that name an image: one, or each of a list; where nothing names it, the one that should. None where there is
 * nothing to judge: a preview does not know it yet, or a container runs an image by its id, which it got from an image
 * resource that is judged by itself.
 */
export function namedImages(resource: JudgedResource): JudgedInput[] {
  const input = inputOf(resource, NAME_INPUTS[resource.type] ?? "image");
  const names = input.items().length === 0 ? [input] : input.items();
  return names.filter(({ isUnknown, text }) => !isUnknown && !(resource.type === CONTAINER && isId(text)));
}

function isId(image = ""): boolean {
  return image.startsWith("sha256:");
}
