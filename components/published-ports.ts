import type * as docker from "@pulumi/docker";
import { haproxy } from "../edge/haproxy/index.ts";
import type { EdgeSpec } from "../model/stack-config.ts";

/** What the edge publishes on the host; nothing else of an environment publishes anything. */
export function publishedPorts(edge: EdgeSpec): docker.types.input.ContainerPort[] {
  return (["http", "https", "preview"] as const).flatMap((listener) => {
    const address = edge[listener];
    if (address === undefined) return [];
    const colon = address.lastIndexOf(":");
    const ip = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
    return [{ internal: haproxy.ports[listener], external: Number(address.slice(colon + 1)), ip }];
  });
}
