import type { Engine, StackRef } from "../../engine/engine.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { enginesOf, selectEngine, type Engines } from "../../engine/select.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { environmentOf } from "../../model/observed-hosts.ts";
import type { Observed } from "../../model/observed.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";

/** A stack, what is really there, and the engine that owns it. */
export interface Session {
  ref: StackRef;
  hosts: readonly StackHost[];
  engine: Engine;
  /** Undefined where the command does not look at the hosts. */
  observed: Observed | undefined;
  /** Asks the hosts what is there now. */
  observe: () => Promise<Observed>;
}

/**
 * Opens a stack for a command. `look` is `host` for commands that change something there, `snapshot` for those that may
 * go by the file that TIDEGATE_OBSERVED names, and `nothing` for those that only read the engine's state.
 */
export async function openSession(options: StackOptions, look: Look | "nothing"): Promise<Session> {
  const ref = findStack(options.cwd, options.stack);
  const hosts = readHosts(ref);
  const engines = once(enginesOf(ref, findPulumi()));
  const [observed] = await Promise.all([look === "nothing" ? undefined : lookAt(ref, hosts, look), warmUp(engines)]);
  const selection = {
    stack: ref.stack,
    ...(options.engine === undefined ? {} : { wanted: options.engine }),
    ...(observed === undefined ? {} : { observed: environmentOf(observed.hosts) }),
  };
  return {
    ref,
    hosts,
    observed,
    observe: () => observeHosts(ref, hosts),
    engine: await selectEngine(selection, engines),
  };
}

/** The session with what is on its hosts, asked now where nobody has yet. */
export async function seen(session: Session): Promise<Session & { observed: Observed }> {
  return { ...session, observed: session.observed ?? (await session.observe()) };
}

/** The same engines, each made once. */
function once({ embedded, pulumi }: Engines): Engines {
  const memo = (make: () => Promise<Engine>) => {
    let made: Promise<Engine> | undefined;
    return () => (made ??= make());
  };
  return { embedded: memo(embedded), ...(pulumi === undefined ? {} : { pulumi: memo(pulumi) }) };
}

/** Loads engines and asks whether they own the stack while the hosts are being looked at; they remember the answer. */
async function warmUp(engines: Engines): Promise<void> {
  try {
    const embedded = await engines.embedded();
    if ((await embedded.ownedEnvironment()) === undefined) await (await engines.pulumi?.())?.ownedEnvironment();
  } catch {
    // whoever asks again gets the same error, and decides whether it matters
  }
}

/** What is on the stack's hosts now. Loaded here, because commands that do not look need no Docker client. */
async function observeHosts(ref: StackRef, hosts: readonly StackHost[]): Promise<Observed> {
  const { connectHosts } = await import("../../docker/connect.ts");
  const { observe } = await import("../../edge/observe.ts");
  return await observe(connectHosts(hosts), { project: ref.project, stack: ref.stack });
}

type Look = "host" | "snapshot" | "try";

async function lookAt(ref: StackRef, hosts: readonly StackHost[], look: Look): Promise<Observed | undefined> {
  const snapshot = process.env["TIDEGATE_OBSERVED"];
  if (look === "snapshot" && snapshot !== undefined && snapshot !== "") {
    const { loadSnapshot } = await import("../../edge/snapshot.ts");
    return loadSnapshot(snapshot, ref);
  }
  if (look !== "try") return await observeHosts(ref, hosts);
  const { connectHosts } = await import("../../docker/connect.ts");
  connectHosts(hosts); // an engine out of reach need not be in the way; an address that is none is
  try {
    return await observeHosts(ref, hosts);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
