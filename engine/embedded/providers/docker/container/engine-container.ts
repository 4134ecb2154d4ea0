import { setTimeout as sleep } from "node:timers/promises";
import { isNotFound, statusOf } from "../../../../../docker/connect.ts";
import { providerFailPoint } from "../../fail-points.ts";
import type { OperationContext, PlainObject } from "../../../provider.ts";
import { blocks, flag, number, text, texts } from "../../schema/access.ts";
import type { Daemon } from "../daemon.ts";
import { daemonError } from "../daemon-error.ts";
import type { Inspected } from "./inspected.ts";

/** How long the engine may take to forget a container after its removal was asked for. */
const GONE_WITHIN_MS = 60_000;
const GONE_RETRY_MS = 100;

/** A container by name or id; undefined when there is none. */
export async function inspectContainer(daemon: Daemon, id: string): Promise<Inspected | undefined> {
  try {
    return (await daemon.docker.getContainer(id).inspect()) as Inspected; // its declaration lacks fields
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw daemonError(daemon, `reading the container ${id}`, error);
  }
}

/** Takes a created container off the default network and puts it on those the inputs name. */
export async function connectNetworks(daemon: Daemon, id: string, inputs: PlainObject): Promise<void> {
  const networks = blocks(inputs, "networksAdvanced");
  if (networks.length === 0) return;
  const container = await inspectContainer(daemon, id);
  if (container !== undefined && "bridge" in container.NetworkSettings.Networks) {
    await daemon.docker.getNetwork("bridge").disconnect({ Container: id });
  }
  for (const network of networks) {
    await daemon.docker.getNetwork(text(network, "name") ?? "").connect({
      Container: id,
      EndpointConfig: {
        Aliases: texts(network, "aliases"),
        IPAMConfig: {
          IPv4Address: text(network, "ipv4Address") ?? "",
          IPv6Address: text(network, "ipv6Address") ?? "",
        },
      },
    });
  }
}

/** Stops with the grace of the inputs (SIGTERM, then SIGKILL), removes, and waits until the name is free again. */
export async function removeContainer(
  daemon: Daemon,
  id: string,
  inputs: PlainObject,
  context: OperationContext,
): Promise<void> {
  const container = daemon.docker.getContainer(id);
  const name = text(inputs, "name") ?? id;
  const grace = Math.max(0, number(inputs, "destroyGraceSeconds") ?? 0);
  if (grace > 0) context.log("info", `stopping, within ${grace} s`, { ephemeral: true });
  try {
    await container.stop({ t: grace, abortSignal: context.signal });
  } catch (error) {
    if (isNotFound(error)) return;
    // 304: it is not running
    if (statusOf(error) !== 304) throw daemonError(daemon, `stopping the container ${name}`, error);
  }
  providerFailPoint("container:after-stop");
  try {
    await container.remove({ force: true, v: flag(inputs, "removeVolumes") });
  } catch (error) {
    // 409: its removal is already in progress
    if (!isNotFound(error) && statusOf(error) !== 409)
      throw daemonError(daemon, `removing the container ${name}`, error);
  }
  const deadline = Date.now() + GONE_WITHIN_MS;
  while ((await inspectContainer(daemon, id)) !== undefined) {
    if (Date.now() > deadline)
      throw new Error(`the container ${name} is still there 60 s after its removal was asked for`);
    await sleep(GONE_RETRY_MS);
  }
}
