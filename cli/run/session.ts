import type { Engine, StackRef } from "../../engine/engine.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { enginesOf, selectEngine, type EngineName, type Engines } from "../../engine/select.ts";
import { InputError } from "../../model/errors.ts";
import { environmentOf } from "../../model/observed-hosts.ts";
import type { Observed } from "../../model/observed.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import type { StackPlatform } from "../platform/platform.ts";
import { findStack } from "../project/find-project.ts";

/** A stack, what is really there, and the engine that owns it. */
export interface Session {
  ref: StackRef;
  platform: StackPlatform;
  engine: Engine;
  /** Undefined where the command does not look at what is there. */
  observed: Observed | undefined;
  /** Asks what is there now. */
  observe: () => Promise<Observed>;
}

/**
 * Opens a stack for a command. `look` is `host` for commands that change something there, `snapshot` for those that may
 * go by the file that TIDEGATE_OBSERVED names, and `nothing` for those that only read the engine's state.
 */
export async function openSession(options: StackOptions, look: Look | "nothing"): Promise<Session> {
  const ref = findStack(options.cwd, options.stack);
  const platform = await openPlatform(ref);
  if (look !== "nothing") await assertEngine(platform, options.engine);
  const engines = once(enginesOf(ref, findPulumi()));
  const [observed] = await Promise.all([look === "nothing" ? undefined : lookAt(ref, platform, look), warmUp(engines)]);
  const selection = {
    stack: ref.stack,
    ...(options.engine === undefined ? {} : { wanted: options.engine }),
    ...(observed === undefined ? {} : { observed: environmentOf(observed.hosts) }),
  };
  return {
    ref,
    platform,
    observed,
    observe: () => platform.observe(),
    engine: await selectEngine(selection, engines),
  };
}

/** The session with what is there, asked now where nobody has yet. */
export async function seen(session: Session): Promise<Session & { observed: Observed }> {
  return { ...session, observed: session.observed ?? (await session.observe()) };
}

async function assertEngine(platform: StackPlatform, wanted: EngineName | undefined): Promise<void> {
  const problem = await platform.whyNoEngine(wanted);
  if (problem !== undefined) throw new InputError(problem);
}

/** The same engines, each made once. */
function once({ embedded, pulumi }: Engines): Engines {
  const memo = (make: () => Promise<Engine>) => {
    let made: Promise<Engine> | undefined;
    return () => (made ??= make());
  };
  return { embedded: memo(embedded), ...(pulumi === undefined ? {} : { pulumi: memo(pulumi) }) };
}

/** Loads engines and asks whether they own the stack while somebody looks at what is there; they remember the answer. */
async function warmUp(engines: Engines): Promise<void> {
  try {
    const embedded = await engines.embedded();
    if ((await embedded.ownedEnvironment()) === undefined) await (await engines.pulumi?.())?.ownedEnvironment();
  } catch {
    // whoever asks again gets the same error, and decides whether it matters
  }
}

type Look = "host" | "snapshot" | "try";

async function lookAt(ref: StackRef, platform: StackPlatform, look: Look): Promise<Observed | undefined> {
  const snapshot = process.env["TIDEGATE_OBSERVED"];
  if (look === "snapshot" && snapshot !== undefined && snapshot !== "") {
    const { loadSnapshot } = await import("../../edge/snapshot.ts");
    return loadSnapshot(snapshot, ref);
  }
  if (look !== "try") return await platform.observe();
  await platform.connect(); // an engine out of reach need not be in the way; an address that is none is
  try {
    return await platform.observe();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
