import type { LedgerLine } from "../../../delivery/ledger/ledger-text.ts";
import type { Entry } from "../../../model/ledger.ts";
import type { Untold } from "./records.ts";

/** How far a service's traffic is: number of the switch, and of the last change of its canary, 0 where that has none. */
export interface Turn {
  generation: number;
  revision: number;
}

export function turnOf(facts: Untold): Turn {
  const { generation } = facts;
  if (facts.kind === "switch") return { generation, revision: 0 };
  return { generation, revision: facts.kind === "canary" ? facts.revision : (facts.canary?.revision ?? 0) };
}

/** The last turn of a service that some lines of a ledger tell of; undefined where they tell of none. */
export function lastTurn(lines: readonly LedgerLine[], service: string): Turn | undefined {
  const entry = lines
    .flatMap(({ entry }) => entry ?? [])
    .findLast((each): each is Entry & Untold => isTurn(each) && each.service === service);
  return entry === undefined ? undefined : turnOf(entry);
}

/** Whether one comes after another; after undefined every one does. */
export function isLater({ generation, revision }: Turn, than: Turn | undefined): boolean {
  if (than === undefined || generation !== than.generation) return generation > (than?.generation ?? 0);
  return revision > than.revision;
}

/** That all traffic is there after a switch at once is no turn of its own. */
function isTurn(entry: Entry): entry is Entry & Untold {
  return ["switch", "canary"].includes(entry.kind) || (entry.kind === "verified" && entry.canary !== undefined);
}
