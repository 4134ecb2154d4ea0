import type { LedgerStore } from "../../delivery/ledger/store.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";

/** The ledger of a stack, where it lies; nothing of it is read yet. */
export async function openLedger({ cwd, stack }: StackOptions): Promise<{ ref: StackRef; store: LedgerStore }> {
  const ref = findStack(cwd, stack);
  const platform = await openPlatform(ref);
  return { ref, store: await platform.openLedger() };
}
