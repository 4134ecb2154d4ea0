import type { Change } from "../../model/change.ts";
import type { GateResult } from "../../model/gate-result.ts";
import { stepSchema, type Entry, type EntryOf, type Side, type Step } from "../../model/ledger.ts";
import type { SealedRelease } from "../../model/release.ts";
import type { LedgerLine } from "./ledger-text.ts";

/** What one move of a service's traffic was, or was to be, from its first entry to its last. */
export interface Story {
  service: string;
  /** `release` is also one that was refused; `fallback` only where the ledger does not hold what it was made for. */
  purpose: EntryOf<"switch">["purpose"];
  /** Number of the switch. */
  generation: number;
  /** Where it begins. */
  first: Recorded;
  from: Side | null;
  /** Null: to nobody. */
  to: Side | null;
  change: Change;
  gates: readonly GateResult[] | null;
  /** Everything that `to` is made of; null where the ledger does not say. */
  release: SealedRelease | null;
  /** Everything that `from` is made of; null where the ledger does not say. */
  before: SealedRelease | null;
  /** How its clients went over, oldest first; none where all of them did at once. */
  steps: StoryStep[];
  end: StoryEnd;
  /** That a hold on this version was cleared for it; else null. */
  cleared: EntryOf<"hold-cleared"> | null;
  /** That somebody has looked at it after an emergency; else null. */
  reviewed: EntryOf<"reviewed"> | null;
  /** The switch that took the traffic away again; null while there is none, and where it had none. */
  leftBy: Story | null;
}

/** A change of how many clients have gone over, and the entry that tells of it. */
export interface StoryStep {
  step: Step;
  by: Recorded;
}

/** An entry, and the hash of its line. */
export interface Recorded<E extends Entry = Entry> {
  entry: E;
  hash: string;
}

/** `open`: traffic was to move, and the ledger does not say yet, or never will, whether it proved itself. */
export type StoryEnd =
  | { how: "open" }
  | { how: "verified"; by: Recorded<EntryOf<"verified">> }
  | { how: "rolled-back"; by: Recorded<EntryOf<"switch">> }
  | { how: "refused"; by: Recorded<EntryOf<"refused">> }
  | { how: "undone"; by: Recorded<EntryOf<"undone">> };

/** Every move of traffic that a ledger tells of, oldest first. Entries that this version does not know are left out. */
export function tellStories(lines: readonly LedgerLine[]): Story[] {
  const teller = new Teller();
  for (const { entry, hash } of lines) if (entry !== null) teller.hear({ entry, hash });
  teller.lookUp();
  return teller.stories;
}

class Teller {
  readonly stories: Story[] = [];
  /** By the hash of a release: what it is made of. */
  readonly #releases = new Map<string, SealedRelease>();
  #cleared: EntryOf<"hold-cleared">[] = [];

  hear({ entry, hash }: Recorded): void {
    switch (entry.kind) {
      case "switch":
        return entry.purpose === "fallback" ? this.#fallBack({ entry, hash }) : this.#begin({ entry, hash });
      case "refused":
        return this.#refuse({ entry, hash });
      case "verified": {
        const by = { entry, hash };
        if (entry.canary !== undefined) this.#step(entry.canary, by);
        return void this.#end(entry, { how: "verified", by });
      }
      case "undone":
        return this.#undo({ entry, hash });
      case "hold-cleared":
        this.#cleared.push(entry);
        return;
      case "reviewed":
        return this.#review(entry);
      case "canary":
        return this.#step(stepSchema.strip().parse(entry), { entry, hash });
      case "accepted":
      case "repaired":
        return;
    }
  }

  /** Only the entry of a switch says what a release is made of: one that was refused first is known by the hash it has there. */
  lookUp(): void {
    for (const story of this.stories) story.release ??= this.#releaseOf(story.to);
  }

  #begin(first: Recorded<EntryOf<"switch">>): void {
    const { service, purpose, generation, from, to, change, gates, release } = first.entry;
    if (release !== null) this.#releases.set(release.hash, release);
    const story: Story = {
      ...{ service, purpose, generation, first, from, to, change, gates, release, before: this.#releaseOf(from) },
      ...{ steps: [], end: { how: "open" }, cleared: this.#takeCleared(service, to), reviewed: null, leftBy: null },
    };
    this.#leave(story);
    this.stories.push(story);
  }

  /** Ends the release that it was made for; is a story of its own where there is none. */
  #fallBack(by: Recorded<EntryOf<"switch">>): void {
    const { service, from } = by.entry;
    const fallen = this.#serving(service);
    if (fallen?.end.how !== "open" || fallen.to?.hash !== from?.hash) return this.#begin(by);
    fallen.end = { how: "rolled-back", by };
    this.#stay(fallen);
  }

  #refuse(first: Recorded<EntryOf<"refused">>): void {
    const { service, generation, to, change, gates } = first.entry;
    const from = this.#serving(service)?.to ?? null;
    this.stories.push({
      ...{ service, purpose: "release", generation, first, from, to, change, gates },
      ...{ release: null, before: this.#releaseOf(from), steps: [], end: { how: "refused", by: first } },
      ...{ cleared: null, reviewed: null, leftBy: null },
    });
  }

  #step(step: Step, by: Recorded<EntryOf<"canary" | "verified">>): void {
    const { entry } = by;
    this.stories
      .findLast((story) => story.service === entry.service && isAbout(entry, story))
      ?.steps.push({ step, by });
  }

  /** Of the newest release of this hash that an emergency let through. */
  #review(entry: EntryOf<"reviewed">): void {
    const story = this.stories.findLast(
      ({ service, to, change }) => service === entry.service && to?.hash === entry.hash && change.emergency !== null,
    );
    if (story !== undefined) story.reviewed = entry;
  }

  /** A fallback that was never made leaves its release as open as it was. */
  #undo(by: Recorded<EntryOf<"undone">>): void {
    const { service, generation } = by.entry;
    const fallen = this.stories.findLast(
      ({ service: of, end }) => of === service && end.how === "rolled-back" && end.by.entry.generation === generation,
    );
    if (fallen === undefined) {
      const undone = this.#end(by.entry, { how: "undone", by });
      if (undone !== undefined) this.#stay(undone);
      return;
    }
    this.#leave(fallen);
    fallen.end = { how: "open" };
  }

  /** Ends the newest switch that an entry is about, unless it has ended; returns it. */
  #end(entry: EntryOf<"verified" | "undone">, end: StoryEnd): Story | undefined {
    const story = this.stories.findLast((other) => other.service === entry.service && isAbout(entry, other));
    if (story?.end.how !== "open") return undefined;
    story.end = end;
    return story;
  }

  /** What serves is left for another. */
  #leave(next: Story): void {
    const left = this.#serving(next.service);
    if (left !== undefined) left.leftBy = next;
  }

  /** What was to be left for another serves on. */
  #stay(next: Story): void {
    for (const story of this.stories) if (story.leftBy === next) story.leftBy = null;
  }

  /** The newest switch of a service that was made, as far as the ledger says, and that went not back by itself. */
  #serving(service: string): Story | undefined {
    return this.stories.findLast(
      ({ service: of, end }) => of === service && (end.how === "open" || end.how === "verified"),
    );
  }

  #releaseOf(side: Side | null): SealedRelease | null {
    return side === null ? null : (this.#releases.get(side.hash) ?? null);
  }

  #takeCleared(service: string, to: Side | null): EntryOf<"hold-cleared"> | null {
    const found = this.#cleared.find((entry) => entry.service === service && entry.version === to?.version);
    this.#cleared = this.#cleared.filter((entry) => entry !== found);
    return found ?? null;
  }
}

/**
 * A switch may have been made again since, with higher numbers and no entry of its own, for workers that had not heard of it: then what
 * proved itself is known by its version.
 */
function isAbout(entry: EntryOf<"verified" | "undone" | "canary">, { generation, to }: Story): boolean {
  if (entry.generation === generation) return true;
  return entry.kind !== "undone" && entry.generation > generation && entry.version === to?.version;
}
