import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { InputError } from "../model/errors.ts";
import type { StackHost } from "../model/hosts.ts";
import { withoutEngineVariables } from "./engine-variables.ts";
import { Dockerode } from "./lean-dockerode.ts";
import { SshAgent } from "./ssh-agent.ts";
import type { Turns } from "./turns.ts";
import { asUnreachable } from "./unreachable.ts";

/** The engine address used when the config names none: Docker's own default. */
export const LOCAL_HOST = "unix:///var/run/docker.sock";

/**
 * A client of the engine at `host`: `unix:///path`, `tcp://name:port` (TLS when DOCKER_CERT_PATH is set) or
 * `ssh://user@name[:port]` (by the user's own ssh). `host` alone decides, whatever DOCKER_HOST and its like say.
 * Opens no connection yet. Throws an InputError when `host` is no such address; what is asked of an engine that cannot be
 * reached throws one that says so.
 */
export function connectDocker(host: string): Docker {
  const options = optionsFor(host);
  const docker = withoutEngineVariables(() => new Dockerode(options));
  watchQuestions(docker, host, options.agent?.turns);
  return docker;
}

/** A host with a client of its engine. */
export interface HostEngine extends StackHost {
  docker: Docker;
}

/** A client of every host's engine; see {@link connectDocker}. */
export function connectHosts(hosts: readonly StackHost[]): HostEngine[] {
  return hosts.map((host) => ({ ...host, docker: connectDocker(host.address) }));
}

/** What the engine answers when something has come to its end, and no sooner. */
const LASTS = /\/(?:wait|stop|restart)(?:\?|$)/;

/** Everything that is asked goes through `dial`: here alone it is known which engine did not answer, and what will last. */
function watchQuestions({ modem }: Docker, host: string, turns: Turns | undefined): void {
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    const ask = (done: () => void) =>
      dial(options, (error, result) => {
        done();
        callback?.(asUnreachable(host, error) ?? error, result);
      });
    const lasts = options.isStream === true || options.hijack === true || LASTS.test(options.path);
    if (turns === undefined || lasts) ask(() => undefined);
    else void turns.take().then(ask);
  };
}

/** The client hands `agent` to Node's HTTP client; its types do not say so. */
function optionsFor(host: string): Docker.DockerOptions & { agent?: SshAgent } {
  if (!URL.canParse(host)) throw noAddress(host);
  const url = new URL(host);
  if (url.protocol === "unix:") return { socketPath: url.pathname };
  if (url.protocol === "tcp:") {
    const certificates = process.env["DOCKER_CERT_PATH"];
    const address = { host: url.hostname, port: Number(url.port) };
    if (certificates === undefined) return { ...address, protocol: "http" };
    const read = (file: string) => readFileSync(join(certificates, file));
    return { ...address, protocol: "https", ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
  }
  // Over ssh the agent alone knows where to: the name only goes into the Host header.
  if (url.protocol === "ssh:") return { host: "docker", protocol: "http", agent: SshAgent.for(url) };
  throw noAddress(host);
}

function noAddress(host: string): InputError {
  return new InputError(
    `tidegate:host: must be an engine address, got ${JSON.stringify(host)}. Write it like "unix:///var/run/docker.sock", ` +
      '"ssh://deploy@prod-1" or "tcp://prod-1:2376".',
  );
}

/** True for the engine's "no such container, network, volume, image". */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** What the engine answers; undefined where it says that there is no such thing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** HTTP status of an answer of the engine's, undefined when it never answered. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/** The engine's own words, without the frame that the client library puts around them. */
export function spokenBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(spokenBy).join(", ");
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : "unexpected";
  const frame = `(HTTP code ${statusOf(error) ?? ""}) ${reason} - `;
  return (error.message.startsWith(frame) ? error.message.slice(frame.length) : error.message).trim();
}
