import type { EntryOf } from "../../model/ledger.ts";
import type { LedgerLine } from "./ledger-text.ts";

/** A drill that has moved a service's traffic: the release that served before, and where the traffic is while it is not there. */
interface Drill {
  home: string | undefined;
  /** Null where it is home again. */
  away: string | null;
  /** Number of its last switch. */
  generation: number;
}

/**
 * The lines of a ledger without what drills did: their switches, the switch home by whoever it was (the agent, or a person), and what is
 * said of these. A drill leaves traffic where it was, so that nothing is missing between the lines that are left.
 */
export function withoutDrills(lines: readonly LedgerLine[]): LedgerLine[] {
  const drills = new Map<string, Drill>();
  return lines.filter(({ entry }) => {
    switch (entry?.kind) {
      case "switch":
        return !isOfDrill(entry, drills);
      case "verified":
      case "undone":
      case "canary":
        return entry.generation < (drills.get(entry.service)?.generation ?? Infinity);
      case "hold-cleared":
        return entry.change.drill === undefined;
      default:
        return true;
    }
  });
}

function isOfDrill({ service, from, to, generation, change }: EntryOf<"switch">, drills: Map<string, Drill>): boolean {
  const drill = drills.get(service);
  const isHome = to !== null && to.hash === drill?.home;
  const wasAway = drill?.away != null && drill.away === from?.hash;
  if (wasAway && isHome) {
    drills.set(service, { ...drill, away: null, generation });
    return true;
  }
  if (change.drill === undefined) {
    drills.delete(service);
    return false;
  }
  drills.set(service, { home: from?.hash, away: to?.hash ?? null, generation });
  return true;
}
