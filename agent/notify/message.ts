import type { Level } from "../../model/notify.ts";
import { shownText } from "../../model/shown-text.ts";
import { commandsFor } from "./commands.ts";
import { levelOf, rankOf, type Event, type EventOf, type Events, type Kind } from "./event.ts";
import { moment, type Language, type Told } from "./texts/language.ts";

/** Longest text of a line, in characters: what a server said of a failure may be endless. */
const MAX_LINE = 400;

/** What one channel is told at once, in words, without the markup of any. */
export interface Message {
  /** The same each time it is tried. */
  id: string;
  /** That of its worst event. */
  level: Level;
  /** One line: `[Critical] shop 1.5.0: rolled back (webshop/prod)`. */
  title: string;
  /** Why it comes to somebody who was not told at first. */
  note?: string;
  /** Whether it only ends the incident of its event, in a service that keeps incidents. */
  resolves: boolean;
  /** One for each event, the worst first. */
  sections: readonly Section[];
  /** Stands where sections are cut. */
  shortened: string;
  /** Its worst event. */
  lead: Event;
  /** All of them, the worst first. */
  events: readonly Event[];
}

/** What is said of one event. */
export interface Section {
  heading: string;
  lines: readonly { label: string; text: string }[];
  commands: readonly string[];
}

export interface WriteOptions {
  language: Language;
  /** How long nobody has acknowledged the events, such as `15m`; left out where that is not what the message is about. */
  escalatedAfter?: string;
  /** See {@link Message.resolves}. Default false. */
  resolves?: boolean;
}

/** Writes events for people. */
export function writeMessage(
  id: string,
  events: Events,
  { language, escalatedAfter, resolves = false }: WriteOptions,
): Message {
  const sorted = events.toSorted((a, b) => rankOf(a) - rankOf(b) || a.at - b.at);
  const sections = sorted.map((event) => writeSection(event, language));
  const [lead = events[0]] = sorted;
  const level = levelOf(lead);
  const places = [...new Set(sorted.map(placeOf))].join(", ");
  const subject = sorted.length === 1 ? headingOf(lead, language) : language.several(sorted.length);
  return {
    id,
    level,
    title: `[${language.levels[level]}] ${subject} (${places})`,
    ...(escalatedAfter === undefined ? {} : { note: language.escalated(escalatedAfter) }),
    resolves,
    sections,
    shortened: language.shortened,
    lead,
    events: sorted,
  };
}

function placeOf({ environment: { project, stack } }: Event): string {
  return `${project}/${stack}`;
}

function headingOf(event: Event, { kinds }: Language): string {
  const subject = "service" in event ? `${event.service} ${event.version}: ` : "";
  return shownText(subject + tell(event, kinds).title, MAX_LINE);
}

function writeSection(event: Event, language: Language): Section {
  const { labels, kinds } = language;
  const { happened, done, toDo } = tell(event, kinds);
  const lines = { where: `${placeOf(event)}, ${moment(event.at)}`, happened, done, toDo };
  return {
    heading: headingOf(event, language),
    lines: LINES.map((key) => ({ label: labels[key], text: shownText(lines[key], MAX_LINE) })),
    commands: commandsFor(event),
  };
}

const LINES = ["where", "happened", "done", "toDo"] as const;

function tell<K extends Kind>(event: EventOf<K>, kinds: Language["kinds"]): Told {
  const write = kinds[event.kind] as (event: EventOf<K>) => Told; // TypeScript cannot tell that both are of the same kind
  return write(event);
}
