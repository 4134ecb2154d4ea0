import type { ValueObject } from "../../engine/embedded/values/value.ts";

/** A resource as a program would register it. */
export interface BenchResource {
  type: string;
  name: string;
  inputs: ValueObject;
}

const DIGEST = `sha256:${"4".repeat(64)}`;
const ENVS_OF_A_CONTAINER = 10;
const BYTES_OF_A_CONFIG = 4096;

/** `count` resources that keep every rule, in about the shares in which a stack of many services has them. */
export function benchResources(count: number): BenchResource[] {
  return Array.from({ length: count }, (_, index) => {
    const service = `s${Math.floor(index / MIX.length)}`;
    const make = MIX[index % MIX.length] ?? container;
    return make(service, index);
  });
}

type Make = (service: string, index: number) => BenchResource;

/** What one service is made of: two pools, their images and limits, its cutover, and what they stand on. */
const MIX: readonly Make[] = [
  ...[service, network, volume, command],
  ...[image, container, container, processLimit],
  ...[image, container, container, processLimit],
];

function container(service: string, index: number): BenchResource {
  const name = `bench-prod-${service}-blue-${index}`;
  return {
    type: "docker:index/container:Container",
    name: `${service}-blue-${index}`,
    inputs: {
      name,
      image: DIGEST,
      networksAdvanced: [{ name: "bench-prod", aliases: [name] }],
      labels: labels({ color: "blue", pids: "200", release: "0e1b2f8d1c0a4c5e", role: "replica", service }),
      user: "10001:10001",
      readOnly: true,
      tmpfs: { "/tmp": "size=64m,mode=1777,uid=10001,gid=10001" },
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      memory: 256,
      memorySwap: 256,
      cpus: "0.5",
      init: true,
      restart: "unless-stopped",
      mustRun: true,
      destroyGraceSeconds: 15,
      stopTimeout: 15,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      healthcheck: { tests: ["CMD", "/app/healthy"], interval: "5s", timeout: "2s", retries: 3 },
      envs: Array.from({ length: ENVS_OF_A_CONTAINER }, (_, env) => `SETTING_${env}=value ${env} of ${service}`),
      mounts: [{ type: "volume", source: `bench-prod-${service}-data`, target: "/data", readOnly: false }],
    },
  };
}

function image(service: string, index: number): BenchResource {
  const name = `127.0.0.1:5000/${service}:1.${index}.0@${DIGEST}`;
  return {
    type: "docker:index/remoteImage:RemoteImage",
    name: `${service}-${index}`,
    inputs: { name, keepLocally: true },
  };
}

/** The cutover: its environment holds the whole config of the edge. */
function command(service: string, index: number): BenchResource {
  const line = `route ${service}.bench.test weight 100 drain 10s gate 5 of 5 within 30s\n`;
  const config = line.repeat(Math.ceil(BYTES_OF_A_CONFIG / line.length)).slice(0, BYTES_OF_A_CONFIG);
  return commandOf(`${service}-cutover-${index}`, { TIDEGATE_CONFIG: config, TIDEGATE_SERVICE: service });
}

function processLimit(service: string, index: number): BenchResource {
  return commandOf(`${service}-limits-${index}`, { TIDEGATE_CONTAINERS: "4".repeat(64), TIDEGATE_PIDS: "200" });
}

function commandOf(name: string, environment: Record<string, string>): BenchResource {
  const run = "node edge/run.js";
  return { type: "command:local:Command", name, inputs: { create: run, update: run, environment } };
}

function network(service: string, index: number): BenchResource {
  const inputs = { name: `bench-prod-${service}`, driver: "bridge", labels: labels({ role: "network" }) };
  return { type: "docker:index/network:Network", name: `${service}-network-${index}`, inputs };
}

function volume(service: string, index: number): BenchResource {
  const inputs = { name: `bench-prod-${service}-data`, labels: labels({ role: "data", service }) };
  return { type: "docker:index/volume:Volume", name: `${service}-data-${index}`, inputs };
}

function service(name: string): BenchResource {
  const release = { version: "1.4.2", image: `127.0.0.1:5000/${name}:1.4.2@${DIGEST}`, smoke: [{ path: "/" }] };
  const gate = { passes: 3, interval: "200ms", within: "30s" };
  const inputs = {
    ...{ activeColor: "blue", blue: release, green: release, replicas: 2, gate, drain: "10s" },
    allowActiveReplace: false,
  };
  return { type: "tidegate:index:BlueGreenService", name, inputs };
}

function labels(own: Record<string, string>): { label: string; value: string }[] {
  const all = { environment: "0123456789abcdef", project: "bench", stack: "prod", ...own };
  return Object.entries(all).map(([label, value]) => ({ label: `tidegate.${label}`, value }));
}
