import { parseImageReference } from "../../model/image-reference.ts";
import type { Entry, EntryOf } from "../../model/ledger.ts";

/** How long a build has served at a stretch. */
export interface Stretch {
  version: string;
  image: string;
  generation: number;
  /** Unix time in milliseconds. */
  from: number;
  /** Null while it serves. */
  to: number | null;
  /** Whether it has proved itself at the public listener. */
  isVerified: boolean;
  /** What the next switch was for; null while it serves. */
  endedBy: EntryOf<"switch">["purpose"] | null;
}

/** Everything that has served of a service, oldest first. A switch that was announced and never made counts for nothing. */
export function stretchesOf(service: string, entries: readonly Entry[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const entry of entries) {
    if (!("service" in entry) || entry.service !== service) continue;
    if (entry.kind === "switch") {
      end(stretches, entry);
      if (entry.to !== null) stretches.push(begin(entry, entry.to));
    }
    if (entry.kind === "undone") takeBack(stretches, entry.generation);
    if (entry.kind === "verified") {
      const stretch = stretches.find(({ generation }) => generation === entry.generation);
      if (stretch !== undefined) stretch.isVerified = true;
    }
  }
  return stretches;
}

/** Those of one build, whatever it is called. */
export function stretchesOfDigest(stretches: readonly Stretch[], digest: string): Stretch[] {
  return stretches.filter(({ image }) => parseImageReference(image)?.digest === digest);
}

function begin({ generation, at }: EntryOf<"switch">, { version, image }: { version: string; image: string }): Stretch {
  return { version, image, generation, from: at, to: null, isVerified: false, endedBy: null };
}

function end(stretches: Stretch[], { at, purpose }: EntryOf<"switch">): void {
  const last = stretches.at(-1);
  if (last === undefined || last.to !== null) return;
  last.to = at;
  last.endedBy = purpose;
}

function takeBack(stretches: Stretch[], generation: number): void {
  if (stretches.at(-1)?.generation !== generation) return;
  stretches.pop();
  const before = stretches.at(-1);
  if (before === undefined) return;
  before.to = null;
  before.endedBy = null;
}
