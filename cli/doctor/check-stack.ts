import { connectDocker } from "../../docker/connect.ts";
import { observeHost } from "../../edge/observe-host.ts";
import type { StackRef } from "../../engine/engine.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { enginesOf, selectEngine } from "../../engine/select.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { messageOn, type StackHost } from "../../model/hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";
import { fileProblems } from "../config/file-problems.ts";
import { readHosts } from "../project/read-host.ts";
import { checkDisk } from "./check-disk.ts";
import { checkPorts } from "./check-ports.ts";
import { readEdge } from "./read-edge.ts";

/**
 * What an `up` of a stack needs: a sound file, the right passphrase, hosts that answer, and on each of them ports that nobody
 * else has, the edge's image, room on the disk. Changes nothing. What can only be looked at after something else is `unknown`.
 */
export async function checkStack(ref: StackRef): Promise<DoctorCheck[]> {
  const hosts = readHosts(ref);
  const file = checkFile(ref);
  const [passphrase, ...checked] = await Promise.all([
    look("passphrase", () => checkPassphrase(ref)),
    ...hosts.map(async (host) => {
      const checks = await checkHost(ref, host);
      return checks.map((check) => ({ ...check, name: messageOn(hosts, host, check.name) }));
    }),
  ]);
  return [file, passphrase, ...checked.flat()];
}

async function checkHost(ref: StackRef, { address }: StackHost): Promise<DoctorCheck[]> {
  const observed = await settle(() => observeHost(connectDocker(address), { project: ref.project, stack: ref.stack }));
  if (observed instanceof Error) {
    const later = ["ports", "the edge's image", "disk"].map((name) => unknown(name, "needs the host first"));
    return [{ name: "host", state: "missing", detail: observed.message }, ...later];
  }
  const docker = connectDocker(address);
  const edge = readEdge(ref);
  return [
    { name: "host", state: "ok", detail: `Docker at ${address}` },
    await look("ports", () => checkPorts(docker, { host: address, edge, observed })),
    await look("the edge's image", () => Promise.resolve(imageDetail(edge.image, observed, ref.stack))),
    await look("disk", () => checkDisk(docker, address, observed)),
  ];
}

function checkFile({ projectDir, stack }: StackRef): DoctorCheck {
  const path = `${projectDir}/Pulumi.${stack}.yaml`;
  const problems = fileProblems(readTextFile(path), path);
  return problems.length === 0
    ? { name: "stack file", state: "ok", detail: `Pulumi.${stack}.yaml` }
    : { name: "stack file", state: "missing", detail: problems.join("\n         ") };
}

async function checkPassphrase(ref: StackRef): Promise<string> {
  const engine = await selectEngine({ stack: ref.stack }, enginesOf(ref, findPulumi()));
  await engine.assertPassphrase();
  return "opens all that is sealed";
}

function imageDetail(
  named: string | undefined,
  { hasEdgeImage }: Pick<ObservedHost, "hasEdgeImage">,
  stack: string,
): string {
  if (named !== undefined) return `${named}, which the host pulls where it is missing`;
  if (hasEdgeImage === true) return EDGE_IMAGE;
  throw new InputError(`the host has no ${EDGE_IMAGE}. \`tidegate edge build -s ${stack}\` makes it there.`);
}

/** A check that says what is there, or throws an InputError that says what is missing. */
async function look(name: string, check: () => Promise<string>): Promise<DoctorCheck> {
  const detail = await settle(check);
  return detail instanceof Error ? { name, state: "missing", detail: detail.message } : { name, state: "ok", detail };
}

async function settle<T>(ask: () => Promise<T>): Promise<T | InputError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function unknown(name: string, detail: string): DoctorCheck {
  return { name, state: "unknown", detail };
}
