import { connectDocker } from "../../docker/connect.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { observeHost } from "../../edge/observe-host.ts";
import { findEdge } from "../../edge/running-edge.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { agentContainerName, edgeContainerName } from "../../model/names.ts";
import { unknownService } from "../config/unknown-service.ts";
import { isServing, startOf } from "./containers.ts";
import type { Stage } from "./scenario.ts";

/** What a drill is asked to practise on. */
export interface StageRequest {
  ref: StackRef;
  host: StackHost;
  /** Undefined: the only one that there is. */
  service: string | undefined;
  restartEngine: string | null;
}

/**
 * Looks at a stack that is to be practised on. Throws an InputError where it is not up and well: no edge, nothing that serves, a canary under
 * way, a replica that gets no requests.
 */
export async function openStage({ ref, host, service: wanted, restartEngine }: StageRequest): Promise<Stage> {
  const id = { project: ref.project, stack: ref.stack };
  const docker = connectDocker(host.address);
  const edge = await findEdge({ host: host.address, ...id });
  const observed = await observeHost(docker, id);
  const service = chooseService(ref, Object.keys(observed.services), wanted);
  const { record, replicas } = observed.services[service] ?? { record: null, replicas: [] };
  const active = record?.active ?? null;
  const version = active === null ? undefined : record?.sealed[active]?.release.version;
  if (active === null || version === undefined) throw notWell(service, "no color serves", ref);
  if (record?.canary !== undefined) throw notWell(service, "a release of it is under way", ref);
  const names = [edgeContainerName(id), agentContainerName(id), ...replicas.map(({ name }) => name)];
  const found = await Promise.all(names.map(async (name) => [name, await startOf(docker, name)] as const));
  const starts = new Map(found.flatMap(([name, start]) => (start === undefined ? [] : [[name, start]])));
  const before = { service, active, version, running: [...starts.keys()] };
  if (!(await isServing({ id, docker, before, observed }))) {
    throw notWell(service, "not all replicas that serve get requests", ref);
  }
  const session = await haproxy.openSession(edge, service);
  return { id, host, docker, before, edge, session, observed, starts, restartEngine };
}

function chooseService({ stack }: StackRef, names: readonly string[], wanted: string | undefined): string {
  const [first, ...others] = names;
  const file = `Pulumi.${stack}.yaml`;
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw unknownService(file, wanted, names);
  }
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) throw new InputError(`${stack}: nothing serves there. Run \`tidegate up -s ${stack}\`.`);
  throw new InputError(`<service>: is missing, and there are ${names.join(", ")}. Name the one to practise on.`);
}

function notWell(service: string, why: string, { stack }: StackRef): InputError {
  return new InputError(
    `${service}: ${why}, and a drill begins with a stack that is well. Look at \`tidegate status -s ${stack}\`.`,
  );
}
