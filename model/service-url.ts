import { exampleHost, type Route } from "./route.ts";

/**
 * Address at which a browser reaches a service: the route's host name, or for `*` the address the edge listens on; one
 * that listens on every interface is reached on the engine's machine.
 */
export function serviceUrl(
  route: Route,
  listener: { scheme: "http" | "https"; address: string; host: string },
): string {
  const { scheme, address, host } = listener;
  const name = route.host === "*" ? listenerName(address, host) : route.host;
  return `${scheme}://${name}${portSuffix(scheme, address)}${route.path}`;
}

/** On the preview, what goes before a host name and the path to ask for there. */
export const BY_NAME_PATH = "/.well-known/tidegate/as/";

/**
 * Address of the idle color's look-ahead. All services share it, so that of one that answers to a host name says which; a
 * request with that name in its `Host` header needs no more than the path.
 */
export function previewUrl(route: Route, listener: { address: string; host: string }): string {
  const { host, path } = route;
  const name = listenerName(listener.address, listener.host);
  const asName = host === "*" ? "" : `${BY_NAME_PATH}${exampleHost(route)}`;
  return `http://${name}${portSuffix("http", listener.address)}${asName}${path}`;
}

/** Name of the address `0.0.0.0:8080` as seen from here: of the engine's machine, where it is a remote one. */
function listenerName(address: string, host: string): string {
  const ip = address.slice(0, address.lastIndexOf(":"));
  if (ip !== "0.0.0.0" && ip !== "[::]") return ip;
  const { protocol, hostname } = new URL(host);
  return protocol === "unix:" ? "127.0.0.1" : hostname;
}

function portSuffix(scheme: "http" | "https", address: string): string {
  const port = address.slice(address.lastIndexOf(":") + 1);
  return port === (scheme === "http" ? "80" : "443") ? "" : `:${port}`;
}
