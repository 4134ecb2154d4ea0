import type { Story } from "./releases.ts";

type Cell = string | number | null;

/** What a row has of a release, by the name of its column. */
const COLUMNS: Readonly<Record<string, (story: Story) => Cell>> = {
  entry: ({ first }) => first.entry.number,
  at: ({ first }) => isoTime(first.entry.at),
  service: ({ service }) => service,
  purpose: ({ purpose }) => purpose,
  generation: ({ generation }) => generation,
  from_color: ({ from }) => from?.color ?? null,
  from_version: ({ from }) => from?.version ?? null,
  from_image: ({ from }) => from?.image ?? null,
  to_color: ({ to }) => to?.color ?? null,
  to_version: ({ to }) => to?.version ?? null,
  to_image: ({ to }) => to?.image ?? null,
  outcome: ({ end }) => end.how,
  ended_entry: ({ end }) => (end.how === "open" ? null : end.by.entry.number),
  ended_at: ({ end }) => (end.how === "open" ? null : isoTime(end.by.entry.at)),
  switch_ms: ({ end }) => (end.how === "verified" ? end.by.entry.switchMs : null),
  problem: ({ end }) => (end.how === "refused" || end.how === "rolled-back" ? end.by.entry.problem : null),
  actor: ({ change }) => change.actor.name,
  actor_kind: ({ change }) => change.actor.kind,
  pipeline: ({ change }) => change.pipeline,
  commit: ({ change }) => change.commit,
  class: ({ change }) => change.class,
  ticket: ({ change }) => change.ticket,
  reason: ({ change }) => change.reason,
  impact: ({ change }) => change.impact,
  rollback_plan: ({ change }) => change.rollbackPlan,
  emergency: ({ change }) => change.emergency,
  break_glass: ({ change }) => change.breakGlass,
  gates: ({ gates }) => gates && gates.map(({ gate, verdict }) => `${gate}: ${verdict}`).join("; "),
  hash: ({ first }) => first.hash,
  previous: ({ first }) => first.entry.previous,
};

/** A row per release with a head, after RFC 4180: lines end with CR LF, and what is not known is empty. */
export function exportCsv(stories: readonly Story[]): string {
  const rows = stories.map((story) => Object.values(COLUMNS).map((cell) => cellText(cell(story))));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** What a spreadsheet would take for a formula, after the advice of OWASP on CSV injection. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function cellText(value: Cell): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
