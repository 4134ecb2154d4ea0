import type Docker from "dockerode";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { LoadOptions } from "../../load/load.ts";
import { parseLoadOptions } from "../../load/options.ts";
import { InputError } from "../../model/errors.ts";
import { isLoopback } from "../../model/loopback.ts";
import { exampleHost } from "../../model/route.ts";
import type { Stage } from "./scenario.ts";

/** Of each kind of client; together at most 100 requests a second. */
const CLIENTS = { keepAlive: 8, fresh: 2, slow: 0, upload: 0, stream: 0, websocket: 0 };
const PAUSE_MS = 100;
/** An answer that takes longer is lost. */
const TIMEOUT_MS = 5_000;

/** What the user says of the load. */
export interface LoadWishes {
  /** Where to send it; null: to where the edge listens on this machine. */
  url: string | null;
  /** What to ask for; null: the path of the service's route. */
  path: string | null;
}

/** The load of a drill. Throws an InputError where there is no address for it on this machine. */
export async function loadOf(
  stage: Stage,
  { url, path }: LoadWishes,
): Promise<LoadOptions & { path: string; host: string }> {
  const { edge, observed, before } = stage;
  const route = observed.services[before.service]?.record?.config?.route ?? { host: "*", path: "/" };
  const inspected = await edge.docker.getContainer(edge.container).inspect();
  const options = {
    url: url ?? urlOf(inspected, stage.host.address),
    path: path ?? route.path,
    host: exampleHost(route),
    ...{ clients: CLIENTS, pauseMs: PAUSE_MS, timeoutMs: TIMEOUT_MS },
  };
  parseLoadOptions(options); // before anything is begun
  return options;
}

/** Where the edge's HTTP listener is reached from here. */
function urlOf({ HostConfig }: Docker.ContainerInspectInfo, engine: string): string {
  const bindings = HostConfig.PortBindings as Record<string, { HostIp?: string; HostPort?: string }[]>;
  const listens = bindings[`${haproxy.ports.http}/tcp`]?.map(({ HostIp, HostPort }) => ({
    ip: HostIp === undefined || ["", "0.0.0.0", "::"].includes(HostIp) ? "127.0.0.1" : HostIp,
    port: HostPort,
  }));
  const here = engine.startsWith("unix:") ? listens?.find(({ ip }) => isLoopback(ip)) : undefined;
  if (here !== undefined) return `http://${here.ip}:${here.port}`;
  throw new InputError(
    "--url: is missing, and the edge has no plain HTTP address on this machine. Load is only sent to loopback: open a tunnel, such as " +
      "`ssh -L 8080:127.0.0.1:80 HOST`, and give `--url http://127.0.0.1:8080`.",
  );
}
