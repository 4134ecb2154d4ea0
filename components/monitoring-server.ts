import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { nameOn } from "../model/hosts.ts";
import { LABEL, serverConfigVolumeName, serverName } from "../model/names.ts";
import { SERVER_USER, type ObservabilitySpec, type Server } from "../model/observability.ts";
import { SERVER_FOLDERS, SERVER_PORTS, serverCommand } from "../observability/server-files.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { CONTAINER_REPLACEMENT, hardenedContainer } from "./hardened-container.ts";
import { environmentLabels, LASTING_INPUTS } from "./labels.ts";
import { createProcessLimit } from "./process-limit.ts";
import { publishedPort } from "./published-ports.ts";
import { SecretFiles } from "./secret-files.ts";
import { nameAfter, type SecretValues } from "./secret-volume.ts";

export interface MonitoringServer {
  environment: Environment;
  server: Server;
  spec: ObservabilitySpec;
  /** Its config, by the names of the files; what is secret among it is treated as all of it. */
  files: SecretValues;
  /** Name of the network in which it has its own name. */
  network: pulumi.Input<string>;
  /** Networks that it joins beside that one. */
  attach: readonly string[];
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

const STOP_SECONDS = 30;
const PROCESSES = 200;
const LIMITS: Readonly<Record<Server, { memoryMib: number; cpus: number }>> = {
  prometheus: { memoryMib: 512, cpus: 1 },
  alertmanager: { memoryMib: 128, cpus: 0.5 },
};

/**
 * Registers a Prometheus or an Alertmanager, one container on each host. Its config lies in a volume that is named after what is in it, so
 * that it is made anew with another one; what it knows lies in a volume of its own, which stays until the stack goes.
 */
export function createMonitoringServer(name: string, args: MonitoringServer, parent: pulumi.Resource): void {
  const { environment, server, files, after } = args;
  const nameOf = (tag: string) => serverConfigVolumeName(environment.id, server, tag);
  const volume = nameAfter(files, environment, { beside: [SERVER_USER], nameOf });
  const labels = { [LABEL.role]: server };
  const what = { environment, owner: server, user: SERVER_USER, labels, values: files, volume };
  const config = new SecretFiles(`${name}-config`, { ...what, isKept: {}, after }, { parent });
  for (const host of environment.hosts) createOnHost(name, host, { ...args, config }, parent);
}

function createOnHost(
  name: string,
  host: EnvironmentHost,
  { environment, server, spec, config, network, attach, after }: MonitoringServer & { config: SecretFiles },
  parent: pulumi.Resource,
): void {
  const { id, hosts } = environment;
  const own = nameOn(hosts, host, name);
  const inDocker = { parent, provider: host.provider };
  const folders = SERVER_FOLDERS[server];

  const data = new docker.Volume(
    own,
    { name: serverName(id, server), labels: environmentLabels(environment, server) },
    { ...inDocker, ignoreChanges: LASTING_INPUTS },
  );
  const image = new docker.RemoteImage(own, { name: spec.images[server], keepLocally: true }, inDocker);
  const container = new docker.Container(
    own,
    {
      ...hardenedContainer({
        name: serverName(id, server),
        image: image.imageId,
        ...{ network, attach },
        labels: environmentLabels(environment, server, { pids: String(PROCESSES) }),
        user: SERVER_USER,
        graceSeconds: STOP_SECONDS,
        ...LIMITS[server],
        writable: [],
      }),
      command: serverCommand(server, spec),
      healthcheck: healthcheck(server),
      mounts: [
        { type: "volume", source: config.volume, target: folders.config, readOnly: true },
        { type: "volume", source: data.name, target: folders.data, readOnly: false },
      ],
      ports: [publishedPort(spec.listen[server], SERVER_PORTS[server])],
    },
    { ...inDocker, ...CONTAINER_REPLACEMENT, dependsOn: [config, ...after] },
  );
  const limit = { environment, host, containers: [container.id], pids: PROCESSES };
  createProcessLimit(nameOn(hosts, host, `${name}-limits`), limit, parent);
}

/** Both answer so, and have BusyBox's `wget` in their images. */
function healthcheck(server: Server): docker.types.input.ContainerHealthcheck {
  const url = `http://127.0.0.1:${SERVER_PORTS[server]}/-/healthy`;
  return { tests: ["CMD", "wget", "-q", "-O", "/dev/null", url], interval: "30s", timeout: "5s", retries: 3 };
}
