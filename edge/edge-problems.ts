import { EDGE_IMAGE } from "../model/edge-image.ts";
import type { Observed } from "../model/observed.ts";
import { servingServices } from "../plan/plan-stack.ts";

/** A change that would replace the edge's container, and with it interrupt every service that serves. */
export function edgeProblems(hash: string, allowEdgeReplace: boolean, observed: Observed): string[] {
  if (allowEdgeReplace || observed.edge === null || observed.edge.hash === hash) return [];
  const serving = servingServices(observed);
  if (serving.length === 0) return [];
  return [
    `edge: this change replaces the edge's container, which interrupts ${serving.join(", ")}. ` +
      "Put its addresses and its image back (a newer tidegate brings a newer one: `tidegate:edge.image` keeps the old), or set `tidegate:allowEdgeReplace: true` for one `up`.",
  ];
}

/**
 * What to tell the user of an edge that is gone while the state may still believe in it, and of an image that the host will
 * look for in vain. `image` is the one declared.
 */
export function edgeNotices(image: string | undefined, observed: Observed): string[] {
  const isGone = observed.edge === null && observed.environment !== null;
  const lacksImage = image === undefined && observed.hasEdgeImage === false;
  return [
    ...(isGone
      ? ["The edge's container is not on the host. Unless this `up` makes it, run it again with `--refresh`."]
      : []),
    ...(lacksImage
      ? [
          `The host has no ${EDGE_IMAGE}, and only a registry on that host itself could give it. ` +
            `\`tidegate edge build -s ${observed.stack}\` makes it there. Or \`tidegate edge push REPOSITORY\` puts it into your ` +
            "registry: then name it in `tidegate:edge.image`.",
        ]
      : []),
  ];
}

/** Whether traffic goes through the running edge, so that not even a new default of ours may replace its container. */
export function isEdgeInUse(observed: Observed): boolean {
  return observed.edge?.state === "running" && servingServices(observed).length > 0;
}
