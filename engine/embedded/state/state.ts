import type { ValueObject } from "../values/value.ts";

/** One resource as this engine remembers it. */
export interface ResourceState {
  urn: string;
  type: string;
  /** False for components and the stack itself, which exist only here. */
  custom: boolean;
  /** The provider's own id; `""` for what has none. */
  id: string;
  inputs: ValueObject;
  outputs: ValueObject;
  /** URN, undefined for the stack itself. */
  parent?: string;
  /** `urn::id` of an explicit provider. */
  provider?: string;
  dependencies: readonly string[];
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
  protect: boolean;
  retainOnDelete: boolean;
  /** URN of the resource whose removal takes this one with it. */
  deletedWith?: string;
  additionalSecretOutputs: readonly string[];
  timeouts: Timeouts;
  /** Read with `get()`, owned by somebody else: never changed, never deleted. */
  external: boolean;
  /** Why it exists but is not as asked; not empty means: replace it next time. */
  initErrors: readonly string[];
  /** A run was killed while it updated or deleted this one: bring it up to date even if nothing seems to differ. */
  interrupted: boolean;
  /** Replaced by a resource of the same URN, still to be deleted. */
  delete: boolean;
  /** Deleted already, because its replacement could only be made afterwards; only remembered. */
  pendingReplacement: boolean;
}

/** Time limits of a resource in milliseconds; undefined leaves it to the provider. */
export interface Timeouts {
  createMs?: number;
  updateMs?: number;
  deleteMs?: number;
}

/** An effect that was begun. Found at the start of a run, it tells that the run before was killed in the middle. */
export interface PendingOperation {
  kind: "creating" | "updating" | "deleting";
  resource: ResourceState;
}

/** Everything of one stack. Resources are in the order of their making: a dependency stands before its dependents. */
export interface State {
  resources: readonly ResourceState[];
  pending: readonly PendingOperation[];
}

export const EMPTY_STATE: State = { resources: [], pending: [] };

/** Outputs of the stack itself, of its last successful `up`. */
export function stackOutputs(state: State): ValueObject {
  return state.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}
