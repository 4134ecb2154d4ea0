import type { ResourceState } from "../../../../../engine/embedded/state/state.ts";

/** A resource of the tests, `urn:pulumi:dev::test::fake:index:Thing::<name>`. */
export function resourceState(name: string, changes: Partial<ResourceState> = {}): ResourceState {
  return {
    urn: `urn:pulumi:dev::test::fake:index:Thing::${name}`,
    type: "fake:index:Thing",
    custom: true,
    id: `${name}-id`,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    additionalSecretOutputs: [],
    timeouts: {},
    external: false,
    initErrors: [],
    interrupted: false,
    delete: false,
    pendingReplacement: false,
    ...changes,
  };
}
