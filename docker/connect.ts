import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { InputError } from "../model/errors.ts";
import { Dockerode } from "./lean-dockerode.ts";

/** The engine address used when the config names none: Docker's own default. */
export const LOCAL_HOST = "unix:///var/run/docker.sock";

/**
 * A client of the engine at `host`: `unix:///path`, `tcp://name:port` (TLS when DOCKER_CERT_PATH is set) or
 * `ssh://user@name[:port]` (keys from the running ssh agent). Opens no connection yet.
 */
export function connectDocker(host: string): Docker {
  const url = new URL(host);
  if (url.protocol === "unix:") return new Dockerode({ socketPath: url.pathname });
  if (url.protocol === "tcp:") {
    const certificates = process.env["DOCKER_CERT_PATH"];
    const address = { host: url.hostname, port: Number(url.port) };
    if (certificates === undefined) return new Dockerode({ ...address, protocol: "http" });
    const read = (file: string) => readFileSync(join(certificates, file));
    return new Dockerode({
      ...address,
      protocol: "https",
      ca: read("ca.pem"),
      cert: read("cert.pem"),
      key: read("key.pem"),
    });
  }
  if (url.protocol === "ssh:") {
    const agent = process.env["SSH_AUTH_SOCK"];
    return new Dockerode({
      protocol: "ssh",
      host: url.hostname,
      port: url.port === "" ? 22 : Number(url.port),
      username: decodeURIComponent(url.username) || process.env["USER"] || "root",
      ...(agent === undefined ? {} : { sshOptions: { agent } }),
    });
  }
  throw new InputError(
    `tidegate:host: must start with unix://, ssh:// or tcp://, got ${JSON.stringify(host)}. Correct it.`,
  );
}

/** True for the engine's "no such container, network, volume, image". */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** HTTP status of an answer of the engine's, undefined when it never answered. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}
