import { EDGE_IMAGE } from "../model/edge-image.ts";
import { messageOn } from "../model/hosts.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";
import { servingServices } from "../plan/plan-stack.ts";
import { missingImage } from "./missing-image.ts";

/** A change that would replace an edge's container, and with it interrupt every service that serves there. */
export function edgeProblems(hash: string, allowEdgeReplace: boolean, { hosts }: Observed): string[] {
  if (allowEdgeReplace) return [];
  return hosts.flatMap((host) => hostProblems(hash, host).map((problem) => messageOn(hosts, host, problem)));
}

function hostProblems(hash: string, host: ObservedHost): string[] {
  if (host.edge === null || host.edge.hash === hash) return [];
  const serving = servingServices([host]);
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
export function edgeNotices(image: string | undefined, { hosts, stack }: Observed): string[] {
  return hosts.flatMap((host) => hostNotices(image, host, stack).map((notice) => messageOn(hosts, host, notice)));
}

function hostNotices(
  image: string | undefined,
  { edge, environment, hasEdgeImage }: ObservedHost,
  stack: string,
): string[] {
  const isGone = edge === null && environment !== null;
  const lacksImage = image === undefined && hasEdgeImage === false;
  return [
    ...(isGone
      ? ["The edge's container is not on the host. Unless this `up` makes it, run it again with `--refresh`."]
      : []),
    ...(lacksImage ? [missingImage("edge", EDGE_IMAGE, { stack })] : []),
  ];
}

/** Whether traffic goes through a host's running edge, so that not even a new default of ours may replace its container. */
export function isEdgeInUse(host: ObservedHost): boolean {
  return host.edge?.state === "running" && servingServices([host]).length > 0;
}
