import type { LedgerText } from "../ledger/ledger-text.ts";
import { tellStories } from "../ledger/releases.ts";
import { verifyChain } from "../ledger/verify-chain.ts";
import { withoutDrills } from "../ledger/without-drills.ts";

/** What a stack's ledger says of releases that have served well. */
export interface VerifiedReleases {
  /** By service: references of their images, the one that proved itself last first. One that did so again stands there again. */
  verified: ReadonlyMap<string, readonly string[]>;
  /** Why it cannot be believed, a sentence each; none where it can. */
  unread: readonly string[];
}

/**
 * The releases that have proved themselves, by a stack's ledger; what a drill has moved is none. Nothing is taken from one that is not
 * what was written. A last line that a writer left unfinished takes nothing from those before it.
 */
export function verifiedReleases(text: LedgerText, stack: string): VerifiedReleases {
  const { lines, breaks } = verifyChain(text);
  const [broken] = breaks.filter(({ kind }) => kind !== "torn");
  if (broken !== undefined) {
    return { verified: new Map(), unread: [`the ledger of ${stack} cannot be proved from entry ${broken.number} on`] };
  }
  const proved = tellStories(withoutDrills(lines)).flatMap(({ service, to, end }) =>
    to === null || end.how !== "verified" ? [] : [{ service, image: to.image, number: end.by.entry.number }],
  );
  const newest = Map.groupBy(
    proved.toSorted((a, b) => b.number - a.number),
    ({ service }) => service,
  );
  return {
    verified: new Map([...newest].map(([service, all]) => [service, all.map(({ image }) => image)])),
    unread: [],
  };
}
