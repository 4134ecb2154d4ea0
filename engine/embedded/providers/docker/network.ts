import { setTimeout as sleep } from "node:timers/promises";
import type { NetworkInspectInfo } from "dockerode";
import { addressAdvice } from "../../../../docker/address-advice.ts";
import { isNotFound, spokenBy, statusOf } from "../../../../docker/connect.ts";
import type { OperationContext, PlainObject, ResourceProvider } from "../../provider.ts";
import { blocks, flag, requiredText, text, textMap } from "../schema/access.ts";
import { checkInputs } from "../schema/check.ts";
import { correctInputs } from "../schema/correct-inputs.ts";
import { diffInputs } from "../schema/diff.ts";
import type { Daemon } from "./daemon.ts";
import { daemonError } from "./daemon-error.ts";
import { assertOwn, labelBlocks, labelMap } from "./labels.ts";
import { networkTable } from "./network-table.ts";

/** How long a removal waits for containers that are just being removed. */
const REMOVE_WITHIN_MS = 30_000;
const REMOVE_RETRY_MS = 250;

export function networkProvider(daemon: Daemon): ResourceProvider {
  const { type, properties, deleteBeforeReplace } = networkTable;
  return {
    type,
    secretOutputs: [],
    check: (inputs) => checkInputs(type, properties, inputs),
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace }),
    async create(inputs) {
      const name = requiredText(inputs, "name");
      // Docker would make a second network of the same name without a word.
      const existing = await findByName(daemon, name);
      if (existing !== undefined)
        assertOwn(`the network ${name}`, `docker network rm ${existing.Id}`, {}, existing.Labels);
      const network = await daemon.docker.createNetwork(createOptions(name, inputs)).catch((error: unknown) => {
        throw daemonError(daemon, `making the network ${name}`, error, addressAdvice(spokenBy(error)));
      });
      const inspected = await inspect(daemon, network.id);
      if (inspected === undefined) throw new Error(`the network ${name} was removed while it was being made`);
      return { id: inspected.Id, outputs: { ...inputs, ...readNetwork(inspected) } };
    },
    async read(existing) {
      const network = await inspect(daemon, existing.id);
      if (network === undefined) return null;
      const actual = readNetwork(network);
      return {
        inputs: correctInputs(properties, existing.inputs, actual),
        outputs: { ...existing.outputs, ...actual },
      };
    },
    update: (existing, news) => Promise.resolve({ ...existing.outputs, ...news }),
    delete: (existing, context) => remove(daemon, existing.id, text(existing.outputs, "name") ?? existing.id, context),
    async findOrphan(inputs, context) {
      const name = requiredText(inputs, "name");
      const network = await findByName(daemon, name);
      if (network === undefined) return null;
      assertOwn(`the network ${name}`, `docker network rm ${network.Id}`, inputs, network.Labels);
      const outputs = { ...inputs, ...readNetwork(network) };
      if (diffInputs(properties, outputs, inputs).changes.length === 0) return { id: network.Id, outputs };
      context.log("info", `the network ${name}, left by an interrupted run with other settings, is made anew`);
      await remove(daemon, network.Id, name, context);
      return null;
    },
  };
}

function createOptions(name: string, inputs: PlainObject) {
  const options = {
    Name: name,
    CheckDuplicate: true,
    Labels: labelMap(inputs),
    Options: textMap(inputs, "options"),
    Internal: flag(inputs, "internal"),
    Attachable: flag(inputs, "attachable"),
    Ingress: flag(inputs, "ingress"),
    EnableIPv6: flag(inputs, "ipv6"),
    IPAM: {
      Driver: text(inputs, "ipamDriver") ?? "default",
      Options: textMap(inputs, "ipamOptions"),
      Config: blocks(inputs, "ipamConfigs").map((config) => ({
        Subnet: text(config, "subnet") ?? "",
        IPRange: text(config, "ipRange") ?? "",
        Gateway: text(config, "gateway") ?? "",
      })),
    },
  };
  const driver = text(inputs, "driver");
  return driver === undefined || driver === "" ? options : { ...options, Driver: driver };
}

/** What the engine says about a network, as properties. */
function readNetwork(network: NetworkInspectInfo): PlainObject {
  return {
    name: network.Name,
    labels: labelBlocks(network.Labels),
    driver: network.Driver,
    options: network.Options ?? {},
    internal: network.Internal,
    attachable: network.Attachable,
    ingress: network.Ingress,
    ipv6: network.EnableIPv6,
    ipamDriver: network.IPAM?.Driver ?? "default",
    ipamOptions: network.IPAM?.Options ?? {},
    ipamConfigs: (network.IPAM?.Config ?? []).map((config) => ({
      ...(config.Subnet === undefined ? {} : { subnet: config.Subnet }),
      ...(config.IPRange === undefined || config.IPRange === "" ? {} : { ipRange: config.IPRange }),
      ...(config.Gateway === undefined ? {} : { gateway: config.Gateway }),
    })),
    scope: network.Scope,
  };
}

async function findByName(daemon: Daemon, name: string): Promise<NetworkInspectInfo | undefined> {
  const networks = await daemon.docker
    .listNetworks({ filters: JSON.stringify({ name: [name] }) })
    .catch((error: unknown) => Promise.reject(daemonError(daemon, `looking for the network ${name}`, error)));
  return networks.find((network) => network.Name === name); // the filter matches parts of names too
}

async function inspect(daemon: Daemon, id: string): Promise<NetworkInspectInfo | undefined> {
  try {
    return await daemon.docker.getNetwork(id).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw daemonError(daemon, `reading the network ${id}`, error);
  }
}

/** Containers that go at the same time may still be attached for a moment. */
async function remove(daemon: Daemon, id: string, name: string, { signal }: OperationContext): Promise<void> {
  const deadline = Date.now() + REMOVE_WITHIN_MS;
  for (;;) {
    try {
      await daemon.docker.getNetwork(id).remove();
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      const attached = statusOf(error) === 403; // Docker's answer while endpoints are active
      if (!attached || Date.now() > deadline || signal.aborted) {
        const users = Object.values((await inspect(daemon, id))?.Containers ?? {}).map((container) => container.Name);
        const advice = users.length === 0 ? "" : `It is used by ${users.join(", ")}. Remove them first.`;
        throw daemonError(daemon, `removing the network ${name}`, error, advice);
      }
    }
    await sleep(REMOVE_RETRY_MS);
  }
}
