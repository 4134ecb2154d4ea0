import type { Finding } from "./gate.ts";

/** Why one of the things that a gate looks at could not be seen; the others still can. */
export interface Unseen {
  unseen: string;
}

/** What `act` finds, or why it finds nothing. */
export async function attempt<T>(act: () => T | Promise<T>): Promise<T | Unseen> {
  try {
    return await act();
  } catch (error) {
    return { unseen: error instanceof Error ? error.message : String(error) };
  }
}

export function isUnseen(seen: unknown): seen is Unseen {
  return typeof seen === "object" && seen !== null && "unseen" in seen;
}

/** The finding about what could not be seen: closed. */
export function unseenFinding(what: string, { unseen }: Unseen): Finding {
  return { verdict: "inconclusive", seen: `not known: ${what} (${unseen})`, remedy: "Mend that and run again." };
}
