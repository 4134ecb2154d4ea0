import type * as docker from "@pulumi/docker";
import { haproxy } from "../edge/haproxy/index.ts";
import type { EdgeSpec } from "../model/stack-config.ts";

/** What the edge publishes on the host; nothing else of an environment does, but an agent that is told to. */
export function publishedPorts(edge: EdgeSpec): docker.types.input.ContainerPort[] {
  return (["http", "https", "preview"] as const).flatMap((listener) => {
    const address = edge[listener];
    if (address === undefined) return [];
    return [publishedPort(address, haproxy.ports[listener])];
  });
}

/** A port of a container at an address of the host, such as `127.0.0.1:8080`. */
export function publishedPort(address: string, internal: number): docker.types.input.ContainerPort {
  const colon = address.lastIndexOf(":");
  const ip = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return { internal, external: Number(address.slice(colon + 1)), ip };
}
