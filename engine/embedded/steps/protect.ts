import type { ResourceState } from "../state/state.ts";

/** Throws for a resource with the option `protect`; `what` is what would be done to it. */
export function assertUnprotected(resource: Pick<ResourceState, "protect">, what: string): void {
  if (!resource.protect) return;
  throw new Error(`is protected and cannot be ${what}. Remove the option \`protect\` and run once, then again.`);
}
