import { setTimeout as sleep } from "node:timers/promises";
import type { VolumeInspectInfo } from "dockerode";
import { InputError } from "../../../../model/errors.ts";
import { isNotFound, statusOf } from "../../../../docker/connect.ts";
import type { OperationContext, PlainObject, ResourceProvider } from "../../provider.ts";
import { requiredText, text, textMap } from "../schema/access.ts";
import { checkInputs } from "../schema/check.ts";
import { correctInputs } from "../schema/correct-inputs.ts";
import { diffInputs } from "../schema/diff.ts";
import { map, string, type Property, type ResourceTable } from "../schema/property.ts";
import type { Daemon } from "./daemon.ts";
import { daemonError } from "./daemon-error.ts";
import { assertOwn, isLasting, labelBlocks, labelMap, labelsProperty } from "./labels.ts";

/** How long a removal waits for containers that are just being removed. */
const REMOVE_WITHIN_MS = 30_000;
const REMOVE_RETRY_MS = 250;

const fixed = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  kind,
  change: "replaces",
  read: "yes",
  ...more,
});

export const volumeTable: ResourceTable = {
  type: "docker:index/volume:Volume",
  deleteBeforeReplace: true,
  properties: {
    name: fixed(string(), { required: true, note: "no automatic names" }),
    labels: labelsProperty,
    driver: fixed(string(), { reported: true }),
    driverOpts: fixed(map),
  },
};

export function volumeProvider(daemon: Daemon): ResourceProvider {
  const { type, properties, deleteBeforeReplace } = volumeTable;
  return {
    type,
    secretOutputs: [],
    check: (inputs) => checkInputs(type, properties, inputs),
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace }),
    async create(inputs) {
      const name = requiredText(inputs, "name");
      // Docker would hand out the old volume, contents and all.
      const existing = await inspect(daemon, name);
      if (existing !== undefined && !isLasting(inputs, existing.Labels))
        assertOwn(`the volume ${name}`, `docker volume rm ${name}`, {}, existing.Labels);
      const driver = text(inputs, "driver") ?? "";
      await daemon.docker
        .createVolume({
          Name: name,
          Labels: labelMap(inputs),
          DriverOpts: textMap(inputs, "driverOpts"),
          ...(driver === "" ? {} : { Driver: driver }),
        })
        .catch((error: unknown) => Promise.reject(daemonError(daemon, `making the volume ${name}`, error)));
      const volume = await inspect(daemon, name);
      if (volume === undefined) throw new Error(`the volume ${name} was removed while it was being made`);
      return { id: name, outputs: { ...inputs, ...readVolume(volume) } };
    },
    async read(existing) {
      const volume = await inspect(daemon, existing.id);
      if (volume === undefined) return null;
      const actual = readVolume(volume);
      return {
        inputs: correctInputs(properties, existing.inputs, actual),
        outputs: { ...existing.outputs, ...actual },
      };
    },
    update: (existing, news) => Promise.resolve({ ...existing.outputs, ...news }),
    delete: (existing, context) => remove(daemon, existing.id, context),
    async findOrphan(inputs) {
      const name = requiredText(inputs, "name");
      const volume = await inspect(daemon, name);
      if (volume === undefined) return null;
      if (!isLasting(inputs, volume.Labels))
        assertOwn(`the volume ${name}`, `docker volume rm ${name}`, inputs, volume.Labels);
      const outputs = { ...inputs, ...readVolume(volume) };
      const { changes } = diffInputs(properties, outputs, inputs);
      if (changes.length === 0) return { id: name, outputs };
      throw new InputError(
        `the volume ${name} of this environment exists already, with another ${changes.join(", ")}. ` +
          `Its data is not thrown away unasked: remove it (\`docker volume rm ${name}\`) or put the settings back.`,
      );
    },
  };
}

function readVolume(volume: VolumeInspectInfo): PlainObject {
  return {
    name: volume.Name,
    labels: labelBlocks(volume.Labels),
    driver: volume.Driver,
    driverOpts: volume.Options ?? {},
    mountpoint: volume.Mountpoint,
  };
}

async function inspect(daemon: Daemon, name: string): Promise<VolumeInspectInfo | undefined> {
  try {
    return await daemon.docker.getVolume(name).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw daemonError(daemon, `reading the volume ${name}`, error);
  }
}

async function remove(daemon: Daemon, name: string, { signal }: OperationContext): Promise<void> {
  const deadline = Date.now() + REMOVE_WITHIN_MS;
  for (;;) {
    try {
      await daemon.docker.getVolume(name).remove();
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      const inUse = statusOf(error) === 409;
      if (!inUse || Date.now() > deadline || signal.aborted) {
        throw daemonError(daemon, `removing the volume ${name}`, error, inUse ? "Remove what uses it first." : "");
      }
    }
    await sleep(REMOVE_RETRY_MS);
  }
}
