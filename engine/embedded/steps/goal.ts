import type { Timeouts } from "../state/state.ts";
import type { PropertyPath } from "../values/path.ts";
import type { ValueObject } from "../values/value.ts";

/** A resource as the program asks for it. */
export interface Goal {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  /** URN; undefined for the stack itself. */
  parent?: string;
  /** `urn::id` of an explicit provider; undefined means the package's default one. */
  provider?: string;
  inputs: ValueObject;
  dependencies: readonly string[];
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
  protect: boolean;
  retainOnDelete: boolean;
  deletedWith?: string;
  ignoreChanges: readonly PropertyPath[];
  replaceOnChanges: readonly PropertyPath[];
  /** The option; undefined leaves it to the provider. */
  deleteBeforeReplace?: boolean;
  additionalSecretOutputs: readonly string[];
  /** Former URNs. */
  aliases: readonly string[];
  timeouts: Timeouts;
}

/** What the program gets back. An empty id stands for one that is not known yet. */
export interface Registered {
  urn: string;
  id: string;
  outputs: ValueObject;
}

/** A resource the program only wants to look at: `Container.get(name, id)`. */
export interface ReadGoal {
  urn: string;
  type: string;
  id: string;
  parent?: string;
  provider?: string;
  inputs: ValueObject;
  dependencies: readonly string[];
  additionalSecretOutputs: readonly string[];
}
