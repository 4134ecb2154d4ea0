import { EDGE_IMAGE } from "../model/edge-image.ts";
import { InputError } from "../model/errors.ts";
import { edgeContainerName, type StackId } from "../model/names.ts";

/** The edge runs an image that has not what is asked of it; `so` says what comes of that. */
export function olderEdge(id: StackId, so = "which makes no release with it"): InputError {
  return new InputError(
    `edge: ${edgeContainerName(id)} runs an image that is older than this version of tidegate, ${so}. ` +
      `Take \`tidegate:edge.image\` out of the stack's file or name ${EDGE_IMAGE} there, set \`tidegate:allowEdgeReplace: true\` ` +
      "for one `up`, at a time when traffic may pause for a second, and run again.",
  );
}
