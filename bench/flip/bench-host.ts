import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type Docker from "dockerode";
import { connectDocker, isNotFound, LOCAL_HOST } from "../../docker/connect.ts";
import { removeContainer } from "../../test/support/remove-all.ts";
import { whenInterrupted } from "./interrupted.ts";

/** Image of the proxies Tidegate is compared with, of wrk and of the app; made by {@link buildBenchImage}. */
export const BENCH_IMAGE = "tidegate-bench:1";

/** A private network with what one measurement starts on it. */
export interface BenchHost {
  docker: Docker;
  network: string;
  /** Starts a container of the bench image under `name` on the network; a `publish`ed port is on 127.0.0.1. */
  run(options: RunOptions): Promise<{ id: string; port: number }>;
  /** Removes all of it. */
  remove(): Promise<void>;
}

export interface RunOptions {
  name: string;
  image?: string;
  command?: readonly string[];
  env?: Record<string, string>;
  /** Container port to publish on a free port of 127.0.0.1. */
  publish?: number;
}

export async function createBenchHost(): Promise<BenchHost> {
  const docker = connectDocker(LOCAL_HOST);
  const network = `tidegate-bench-${randomBytes(4).toString("hex")}`;
  await docker.createNetwork({ Name: network });
  const containers: Docker.Container[] = [];
  const host: BenchHost = {
    docker,
    network,
    async run({ name, image, command, env, publish }) {
      const port = publish === undefined ? undefined : `${publish}/tcp`;
      const container = await docker.createContainer({
        name: `${network}-${name}`,
        Image: image ?? BENCH_IMAGE,
        ...(command === undefined ? {} : { Cmd: [...command] }),
        Env: Object.entries(env ?? {}).map(([key, value]) => `${key}=${value}`),
        ...(port === undefined ? {} : { ExposedPorts: { [port]: {} } }),
        HostConfig: {
          ...(port === undefined ? {} : { PortBindings: { [port]: [{ HostIp: "127.0.0.1", HostPort: "" }] } }),
        },
        NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
      });
      containers.push(container);
      await container.start();
      const { NetworkSettings } = await container.inspect();
      const bound = port === undefined ? undefined : NetworkSettings.Ports[port]?.[0]?.HostPort;
      return { id: container.id, port: Number(bound ?? 0) };
    },
    async remove() {
      for (const container of containers) await removeContainer(container);
      await ignoreGone(docker.getNetwork(network).remove());
    },
  };
  whenInterrupted(() => host.remove());
  return host;
}

/** Builds the bench image unless the engine has it; a minute the first time. */
export async function buildBenchImage(docker: Docker): Promise<void> {
  const context = join(import.meta.dirname, "..", "image");
  try {
    await docker.getImage(BENCH_IMAGE).inspect();
    return;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const stream = await docker.buildImage(
    { context, src: ["Dockerfile", "app.cfg"] },
    { t: BENCH_IMAGE, networkmode: "host" },
  );
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error, lines: { error?: string }[] | null) => {
      const failed = lines?.find((line) => line.error !== undefined)?.error;
      if (error !== null) reject(error);
      else if (failed !== undefined) reject(new Error(`the bench image was not built: ${failed}`));
      else resolve();
    });
  });
}

async function ignoreGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
