import { statusOf } from "../../../../../docker/connect.ts";
import { setLimits } from "../../../../../docker/set-limits.ts";
import { InputError } from "../../../../../model/errors.ts";
import {
  PartialCreateError,
  type Created,
  type Existing,
  type OperationContext,
  type PlainObject,
  type ResourceProvider,
} from "../../../provider.ts";
import { providerFailPoint } from "../../fail-points.ts";
import { blocks, flag, number, requiredText, text } from "../../schema/access.ts";
import { checkInputs } from "../../schema/check.ts";
import { correctInputs } from "../../schema/correct-inputs.ts";
import { diffInputs } from "../../schema/diff.ts";
import type { Daemon } from "../daemon.ts";
import { daemonError } from "../daemon-error.ts";
import { ensureImage } from "../pull.ts";
import { createOptions, resources, restartPolicy } from "./create-options.ts";
import { connectNetworks, inspectContainer, removeContainer } from "./engine-container.ts";
import { adoptContainer } from "./orphan.ts";
import { readContainer } from "./read.ts";
import { containerTable } from "./table.ts";

/** Outputs that no input names. */
const REPORTED_ONLY = ["bridge", "networkDatas"];
/** A change of any of these is sent to the engine, all of them together. */
const UPDATED = ["restart", "maxRetryCount", "memory", "memoryReservation", "memorySwap", "cpuShares", "cpuSet"];

export function containerProvider(daemon: Daemon): ResourceProvider {
  const { type, properties, deleteBeforeReplace } = containerTable;
  return {
    type,
    secretOutputs: [],
    check: (inputs) => checkInputs(type, properties, inputs),
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace }),
    create: (inputs, context) => createContainer(daemon, inputs, context),
    async read(existing) {
      const container = await inspectContainer(daemon, existing.id);
      if (container === undefined) return null;
      const actual = readContainer(container, existing.outputs);
      return {
        inputs: correctInputs(properties, existing.inputs, actual),
        outputs: { ...existing.outputs, ...actual },
      };
    },
    update: (existing, news) => updateContainer(daemon, existing, news),
    delete: (existing, context) => removeContainer(daemon, existing.id, existing.outputs, context),
    findOrphan: (inputs, context) => adoptContainer(daemon, inputs, context),
  };
}

async function createContainer(daemon: Daemon, inputs: PlainObject, context: OperationContext): Promise<Created> {
  const name = requiredText(inputs, "name");
  await ensureImage(daemon, requiredText(inputs, "image"), undefined, context);
  const id = await createOnly(daemon, name, inputs);
  providerFailPoint("container:after-create");
  try {
    await connectNetworks(daemon, id, inputs);
    providerFailPoint("container:after-connect");
    if (flag(inputs, "start")) await daemon.docker.getContainer(id).start();
  } catch (error) {
    const outputs = await outputsOf(daemon, id, inputs).catch(() => inputs); // the failure itself is what matters
    const failed = daemonError(daemon, `the container ${name} was made but did not start`, error, adviceFor(inputs));
    throw new PartialCreateError(failed.message, { id, outputs }, { cause: error });
  }
  providerFailPoint("container:after-start");
  return { id, outputs: await outputsOf(daemon, id, inputs) };
}

async function createOnly(daemon: Daemon, name: string, inputs: PlainObject): Promise<string> {
  try {
    const container = await daemon.docker.createContainer({ name, ...createOptions(inputs) });
    return container.id;
  } catch (error) {
    if (statusOf(error) === 409) {
      throw new InputError(
        `the container ${name} exists already and is not in this stack's state. ` +
          `Remove it (\`docker rm -f ${name}\`) if nobody needs it, or choose another name.`,
        { cause: error },
      );
    }
    throw daemonError(daemon, `making the container ${name}`, error);
  }
}

async function outputsOf(daemon: Daemon, id: string, inputs: PlainObject): Promise<PlainObject> {
  const container = await inspectContainer(daemon, id);
  if (container === undefined)
    throw new Error(`the container ${requiredText(inputs, "name")} went away while it was made`);
  // The stock plugin keeps capabilities as written until a refresh reads them the way the engine spells them.
  const written = inputs["capabilities"];
  const outputs: PlainObject = { ...inputs, ...readContainer(container, inputs) };
  if (written !== undefined) outputs["capabilities"] = written;
  return outputs;
}

function adviceFor(inputs: PlainObject): string {
  const ports = blocks(inputs, "ports").flatMap((port) => number(port, "external") ?? []);
  if (ports.length === 0) return "The next `up` makes it anew.";
  return `If a port is taken (it publishes ${ports.join(", ")}), free it or publish another; the next \`up\` makes it anew.`;
}

/** Changes limits and restart policy of the running container; starts a stopped one that must run. */
async function updateContainer(daemon: Daemon, existing: Existing, news: PlainObject): Promise<PlainObject> {
  const { properties } = containerTable;
  const name = text(news, "name") ?? existing.id;
  const container = daemon.docker.getContainer(existing.id);
  const { changes } = diffInputs(properties, existing.outputs, news);
  if (changes.includes("mustRun") && flag(news, "mustRun") && flag(news, "start")) {
    await container.start().catch((error: unknown) => {
      // 304: it runs already
      if (statusOf(error) !== 304) throw daemonError(daemon, `starting the container ${name}`, error);
    });
  }
  if (changes.some((path) => UPDATED.includes(path))) {
    await setLimits(container, { ...resources(news), RestartPolicy: restartPolicy(news) }).catch((error: unknown) =>
      Promise.reject(daemonError(daemon, `updating the container ${name}`, error)),
    );
  }
  const now = await inspectContainer(daemon, existing.id);
  const reported = now === undefined ? existing.outputs : readContainer(now, news);
  const kept = Object.entries({ ...existing.outputs, ...pick(reported, REPORTED_ONLY) }).filter(
    ([property]) => REPORTED_ONLY.includes(property) || properties[property]?.reported === true,
  );
  return { ...Object.fromEntries(kept), ...news };
}

function pick(from: PlainObject, names: readonly string[]): PlainObject {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
