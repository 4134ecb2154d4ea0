import type { Created, OperationContext, PlainObject } from "../../../provider.ts";
import { blocks, flag, requiredText, text, texts } from "../../schema/access.ts";
import { diffInputs } from "../../schema/diff.ts";
import type { Daemon } from "../daemon.ts";
import { assertOwn, labelMap } from "../labels.ts";
import { inspectContainer, removeContainer } from "./engine-container.ts";
import type { Inspected } from "./inspected.ts";
import { readContainer, readPorts } from "./read.ts";
import { containerTable } from "./table.ts";

/**
 * A container of this name and environment that no state knows: adopted when it is whole and exactly what the inputs ask
 * for, otherwise removed with its grace, so that it is made anew. Throws when it belongs to somebody else.
 */
export async function adoptContainer(
  daemon: Daemon,
  inputs: PlainObject,
  context: OperationContext,
): Promise<Created | null> {
  const name = requiredText(inputs, "name");
  const found = await inspectContainer(daemon, name);
  if (found === undefined) return null;
  assertOwn(`the container ${name}`, `docker rm -f ${name}`, inputs, found.Config.Labels);
  if (isWhole(found, inputs) && (await runs(daemon, found, inputs))) {
    const container = (await inspectContainer(daemon, found.Id)) ?? found;
    return { id: found.Id, outputs: { ...inputs, ...readContainer(container, inputs) } };
  }
  context.log("info", `the container ${name}, left by an interrupted run, is made anew`);
  await removeContainer(daemon, found.Id, inputs, context);
  return null;
}

/** Whether nothing of the inputs is missing or otherwise; also in what a refresh does not read. */
function isWhole(container: Inspected, inputs: PlainObject): boolean {
  // one that never started may lack its networks
  if (container.State.Status === "created" && flag(inputs, "start")) return false;
  const labels = container.Config.Labels;
  if (!Object.entries(labelMap(inputs)).every(([label, value]) => labels[label] === value)) return false;
  const envs = new Set(container.Config.Env); // null where there is none
  if (!texts(inputs, "envs").every((env) => envs.has(env))) return false;
  const networks = Object.entries(container.NetworkSettings.Networks);
  const connected = blocks(inputs, "networksAdvanced").every((wanted) =>
    networks.some(([name, end]) => [name, end.NetworkID].includes(text(wanted, "name") ?? "")),
  );
  if (!connected) return false;
  const found: PlainObject = { ...inputs, ...readContainer(container, inputs), mustRun: flag(inputs, "mustRun") };
  // a stopped container publishes none, but it has what it was made with
  if (found["ports"] !== undefined) found["ports"] = readPorts(container.HostConfig.PortBindings);
  return diffInputs(containerTable.properties, found, inputs).changes.length === 0;
}

/** Starts it when it should run and does not; false when it cannot be started. */
async function runs(daemon: Daemon, container: Inspected, inputs: PlainObject): Promise<boolean> {
  if (container.State.Running || !flag(inputs, "start") || !flag(inputs, "mustRun")) return true;
  try {
    await daemon.docker.getContainer(container.Id).start();
    return true;
  } catch {
    return false; // it is made anew, and a new failure is told then
  }
}
