import { InputError } from "../model/errors.ts";
import type { Engine, StackRef } from "./engine.ts";

export type EngineName = Engine["name"];

/** The engines of a stack as they can be made here; `pulumi` is missing where the CLI is not on PATH. */
export interface Engines {
  embedded: () => Promise<Engine>;
  pulumi?: () => Promise<Engine>;
}

export interface Selection {
  stack: string;
  /** What `--engine` says. */
  wanted?: EngineName;
  /** The environment id that things on the host carry; null when nothing is there, undefined when nobody looked. */
  observed?: string | null;
}

/**
 * The engine whose state owns the environment; for a new one the Pulumi CLI where it is installed, else the embedded
 * engine. Throws an InputError where an engine is asked for that does not own it, and where neither does.
 */
export async function selectEngine({ stack, wanted, observed }: Selection, engines: Engines): Promise<Engine> {
  const embedded = await engines.embedded();
  const embeddedOwns = await embedded.ownedEnvironment();
  const isEmbedded = embeddedOwns !== undefined && embeddedOwns === observed;
  if (isEmbedded && wanted !== "pulumi") return embedded; // sure already; asking the CLI would cost a process

  const pulumi = await engines.pulumi?.();
  const canDoWithout = wanted === "embedded" || (embeddedOwns !== undefined && wanted === undefined);
  const pulumiOwns = await askPulumi(pulumi, canDoWithout);
  if (wanted === "pulumi" && pulumi === undefined) {
    throw new InputError("--engine pulumi: the Pulumi CLI is not on PATH. Install it, or use `--engine embedded`.");
  }
  const owner = ownerOf({ stack, wanted, observed }, [
    [embedded, embeddedOwns],
    [pulumi, pulumiOwns],
  ]);
  if (owner === undefined) return wanted === "embedded" ? embedded : (pulumi ?? embedded);
  if (wanted === undefined || wanted === owner.name) return owner;
  throw new InputError(
    `--engine ${wanted}: stack ${JSON.stringify(stack)} was made with the ${owner.name} engine, which owns it. ` +
      `Leave \`--engine\` out, or run \`tidegate destroy -s ${stack}\` first and bring it up anew with ${wanted}.`,
  );
}

/** A CLI that is not signed in anywhere must not be in the way of the embedded engine. */
async function askPulumi(pulumi: Engine | undefined, canDoWithout: boolean): Promise<string | undefined> {
  try {
    return await pulumi?.ownedEnvironment();
  } catch (error) {
    if (canDoWithout && error instanceof InputError) return undefined;
    throw error;
  }
}

type Candidate = readonly [engine: Engine | undefined, owned: string | undefined];

function ownerOf(
  { stack, wanted, observed }: { stack: string; wanted: EngineName | undefined; observed: string | null | undefined },
  candidates: readonly Candidate[],
): Engine | undefined {
  const owners = candidates.flatMap(([engine, owned]) =>
    engine === undefined || owned === undefined ? [] : [{ engine, owned }],
  );
  if (typeof observed !== "string") {
    if (owners.length < 2) return owners[0]?.engine;
    const named = owners.find(({ engine }) => engine.name === wanted);
    if (named !== undefined) return named.engine;
    throw new InputError(
      `--engine: both engines have a state of stack ${JSON.stringify(stack)}, and the host does not tell which is right. ` +
        "Say `--engine pulumi` or `--engine embedded`.",
    );
  }
  const owner = owners.find(({ owned }) => owned === observed);
  if (owner !== undefined) return owner.engine;
  const asked = candidates.flatMap(([engine]) => (engine === undefined ? [] : [engine.name])).join(" nor ");
  throw new InputError(
    `stack ${stack}: the host holds environment ${observed} of this name, which no state here knows (neither ${asked}). ` +
      "Another clone, backend or machine made it: run there, or use another stack name.",
  );
}

/** Where the engines come from; loaded only when they are asked for, as each is slow to load. */
export function enginesOf(ref: StackRef, pulumiExecutable: string | undefined): Engines {
  return {
    embedded: async () => (await import("./embedded/index.ts")).createEmbeddedEngine(ref),
    ...(pulumiExecutable === undefined
      ? {}
      : { pulumi: async () => (await import("./pulumi/index.ts")).createPulumiEngine(ref) }),
  };
}
