import { connectDocker } from "../../docker/connect.ts";
import { observeHost } from "../../edge/observe-host.ts";
import type { StackRef } from "../../engine/engine.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { messageOn, type StackHost } from "../../model/hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";
import { checkDisk } from "./check-disk.ts";
import { checkPorts } from "./check-ports.ts";
import { look, settle, unknown } from "./look.ts";
import { readEdge } from "./read-edge.ts";

/** What an `up` needs of a stack's hosts: that they answer, ports that nobody else has, the edge's image, room on the disk. */
export async function checkHosts(ref: StackRef, hosts: readonly StackHost[]): Promise<DoctorCheck[]> {
  const checked = await Promise.all(
    hosts.map(async (host) => {
      const checks = await checkHost(ref, host);
      return checks.map((check) => ({ ...check, name: messageOn(hosts, host, check.name) }));
    }),
  );
  return checked.flat();
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

function imageDetail(
  named: string | undefined,
  { hasEdgeImage }: Pick<ObservedHost, "hasEdgeImage">,
  stack: string,
): string {
  if (named !== undefined) return `${named}, which the host pulls where it is missing`;
  if (hasEdgeImage === true) return EDGE_IMAGE;
  throw new InputError(`the host has no ${EDGE_IMAGE}. \`tidegate edge build -s ${stack}\` makes it there.`);
}
