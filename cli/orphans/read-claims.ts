import type { StackClaim } from "../../delivery/retention/find-orphans.ts";
import type { StackRef } from "../../engine/engine.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { enginesOf } from "../../engine/select.ts";
import { InputError } from "../../model/errors.ts";
import { isName, listStacks } from "../project/find-project.ts";

/** What the files and states of a project know of each of its stacks, and of those that things on hosts say they are of. */
export async function readClaims(
  ref: Omit<StackRef, "stack">,
  labelled: readonly string[],
): Promise<ReadonlyMap<string, StackClaim>> {
  const declared = listStacks(ref.projectDir);
  const claims = new Map<string, StackClaim>();
  for (const stack of new Set([...declared, ...labelled])) {
    // Whoever makes a container writes its labels: no path is made of what cannot be a stack's name.
    const environments = isName(stack) ? await ownedEnvironments({ ...ref, stack }) : [];
    claims.set(stack, { hasFile: declared.includes(stack), environments });
  }
  return claims;
}

/** Null where a state cannot be read and no other knows the stack. */
async function ownedEnvironments(ref: StackRef): Promise<string[] | null> {
  const { embedded, pulumi } = enginesOf(ref, findPulumi());
  const owned: string[] = [];
  let isUnread = false;
  for (const make of [embedded, pulumi]) {
    try {
      const environment = await (await make?.())?.ownedEnvironment();
      if (environment !== undefined) owned.push(environment);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      isUnread = true;
    }
  }
  return isUnread && owned.length === 0 ? null : owned;
}
