import { hostStore } from "../../delivery/ledger/host-store.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";

/** The ledger of a stack, where it lies; nothing of it is read yet. */
export function openLedger({ cwd, stack }: StackOptions): { ref: StackRef; store: ReturnType<typeof hostStore> } {
  const ref = findStack(cwd, stack);
  return { ref, store: hostStore(readHosts(ref), { project: ref.project, stack: ref.stack }) };
}
