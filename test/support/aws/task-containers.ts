import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { demoImage, type DemoVersion } from "../images.ts";
import { removeAll } from "../remove-all.ts";
import { waitUntil } from "../wait-until.ts";
import type { Address } from "./balancer/connections.ts";

const PORT = "3000/tcp";

/** What tasks of ECS are: containers of the demo app. Each has an address in a network of AWS, and really answers on a port of loopback. */
export class TaskContainers {
  readonly #docker: Docker = connectDocker(LOCAL_HOST);
  readonly #prefix = `tg${randomBytes(4).toString("hex")}`;
  readonly #running = new Map<string, { container: Docker.Container; address: Address }>();
  #started = 0;

  /** Starts so many of a release, and waits until each is healthy. Returns their addresses in AWS. */
  async start(version: DemoVersion, count: number): Promise<string[]> {
    return await Promise.all(Array.from({ length: count }, () => this.#startOne(version)));
  }

  async #startOne(version: DemoVersion): Promise<string> {
    const number = (this.#started += 1);
    const container = await this.#docker.createContainer({
      name: `${this.#prefix}-${number}`,
      Image: demoImage(version),
      HostConfig: { Init: true, PortBindings: { [PORT]: [{ HostIp: "127.0.0.1", HostPort: "0" }] } },
    });
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const address = { host: "127.0.0.1", port: Number(NetworkSettings.Ports[PORT]?.[0]?.HostPort) };
    const isHealthy = async () => (await fetch(`http://127.0.0.1:${address.port}/healthz`)).ok || undefined;
    await waitUntil(`a task of ${version}`, isHealthy);
    const id = `10.0.0.${number}`;
    this.#running.set(id, { container, address });
    return id;
  }

  addressOf(id: string): Address {
    return this.#taskOf(id).address;
  }

  /** Stops one as ECS does, by SIGTERM. */
  async stop(id: string): Promise<void> {
    await this.#taskOf(id).container.stop({ t: 10 });
  }

  async removeAll(): Promise<void> {
    await removeAll(this.#docker, this.#prefix);
  }

  #taskOf(id: string) {
    const task = this.#running.get(id);
    if (task === undefined) throw new Error(`no task at ${id}`);
    return task;
  }
}
