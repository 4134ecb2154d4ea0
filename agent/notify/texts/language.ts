import type { Level } from "../../../model/notify.ts";
import type { EventOf, Kind } from "../event.ts";

/** An event for people, each a sentence or two. */
export interface Told {
  /** A few words, without the service. */
  title: string;
  happened: string;
  done: string;
  /** Ends before the commands, which are the same in every language. */
  toDo: string;
}

/** Everything that is said in one language: a kind that has no text in it is no TypeScript. */
export interface Language {
  levels: Readonly<Record<Level, string>>;
  labels: Readonly<Record<"where" | "happened" | "done" | "toDo", string>>;
  /** Title of a message about several events. */
  several: (count: number) => string;
  /** Where texts are cut: events that only their titles are left of, or nothing at all. */
  shortened: string;
  /** Why somebody is told who was not told at first, after so long: `15m`. */
  escalated: (after: string) => string;
  kinds: { readonly [K in Kind]: (event: EventOf<K>) => Told };
}

/** Share of the clients, of 10,000: `5 %`, `0.01 %`. */
export function percent(share: number): string {
  return `${share / 100} %`;
}

/** A moment in UTC, to the second: `2026-11-30 04:09:48 UTC`. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
