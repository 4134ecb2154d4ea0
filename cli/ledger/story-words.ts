import type { Act } from "../../delivery/ledger/acts.ts";
import type { Story } from "../../delivery/ledger/releases.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { Style } from "../display/paint.ts";

export interface EndWords {
  word: string;
  sentence: string;
  style: Style;
}

/** How a release ended, for people. */
export const END_WORDS: Readonly<Record<Story["end"]["how"], EndWords>> = {
  verified: {
    word: "verified",
    sentence: "Traffic moved, and what it moved to proved itself at the public listener.",
    style: "green",
  },
  "rolled-back": {
    word: "rolled back",
    sentence: "Traffic moved, what it moved to did not prove itself, and it went back by itself.",
    style: "red",
  },
  refused: { word: "refused", sentence: "Traffic did not move.", style: "red" },
  undone: {
    word: "undone",
    sentence: "It was announced and never made: whoever made it was stopped in between. Traffic did not move.",
    style: "yellow",
  },
  open: {
    word: "open",
    sentence: "Traffic was to move, and nothing says how it ended. `tidegate status` tells what serves.",
    style: "yellow",
  },
};

/** What a person did that moved no traffic, for people. */
export const ACT_WORDS: Readonly<Record<Act["entry"]["kind"], { word: string; style: Style }>> = {
  "hold-cleared": { word: "hold cleared", style: "yellow" },
  reviewed: { word: "reviewed", style: "green" },
  accepted: { word: "accepted", style: "yellow" },
};

/** What kind of move it was. */
export const PURPOSE_WORDS: Readonly<Record<Story["purpose"], string>> = {
  release: "release of a version that had not served there",
  return: "return to a version that had served, by an up",
  rollback: "rollback to a version that had served",
  fallback: "fallback, because what served did not prove itself",
};

/** `1.4.2`; what is moved to nobody has none. */
export function versionOf({ to }: Story): string {
  return to?.version ?? "nobody";
}

/** `pay (group checkout)`: who moved at the same moment; null where nobody did. */
export function togetherWords({ first: { entry }, service }: Pick<Story, "first" | "service">): string | null {
  if (entry.kind !== "switch" || entry.group === undefined) return null;
  const { name, services } = entry.group;
  return `${services.filter((other) => other !== service).join(", ")} (group ${name})`;
}

/** `by itself`, `at the gate: …`: why it did not end well; null where it did, or has not ended. */
export function problemOf({ end }: Story): string | null {
  if (end.how === "refused") return `stage ${end.by.entry.stage}: ${end.by.entry.problem}`;
  return end.how === "rolled-back" ? end.by.entry.problem : null;
}

/** What the guard said that had a release taken back, or that this is the way back from; none where no guard did. */
export function verdictsOf({ end, first: { entry } }: Story): GuardVerdict[] {
  const own = entry.kind === "switch" ? entry.verdicts : undefined;
  return (end.how === "rolled-back" ? end.by.entry.verdicts : own) ?? [];
}

/** When it ended, in ms; null while it has not. */
export function endedAt({ end }: Story): number | null {
  return end.how === "open" ? null : end.by.entry.at;
}
