import type { HostEngine } from "../docker/connect.ts";
import { InputError } from "../model/errors.ts";
import { messageOn } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import type { Observed } from "../model/observed.ts";
import { observeHost } from "./observe-host.ts";
import { soleEnvironment } from "./sole-environment.ts";

/**
 * Looks at everything a stack has on its hosts, side by side. Changes nothing. Throws an InputError for the first host of
 * which {@link observeHost} does, and when things of two environments bear the stack's name.
 */
export async function observe(hosts: readonly HostEngine[], id: StackId): Promise<Observed> {
  const observed = await Promise.all(
    hosts.map(async (host) => ({ name: host.name, ...(await naming(hosts, host, observeHost(host.docker, id))) })),
  );
  soleEnvironment(
    id,
    observed.flatMap(({ environment }) => environment ?? []),
  );
  return {
    format: 2,
    project: id.project,
    stack: id.stack,
    observedAt: Math.floor(Date.now() / 1000),
    hosts: observed,
  };
}

/** Has an error that comes of one host say of which. */
async function naming<T>(hosts: readonly HostEngine[], host: HostEngine, look: Promise<T>): Promise<T> {
  try {
    return await look;
  } catch (error) {
    if (hosts.length === 1 || !(error instanceof InputError)) throw error;
    throw new InputError(messageOn(hosts, host, error.message), { cause: error });
  }
}
