import type { ClientKind } from "./options.ts";
import type { FailureKind, Sample } from "./sample.ts";
import type { Held } from "./stream.ts";

/** From `atMs` on, traffic may move to `version`. */
export interface Announcement {
  version: string;
  atMs: number;
}

/** What the clients saw of one announced move of the traffic. Times in milliseconds since its announcement. */
export interface MoveReport {
  from: string;
  to: string;
  /** First answer of the new version; null when none came. */
  firstNewMs: number | null;
  /** Requests sent after an answer of the new version had come to anybody, yet answered by the old one. */
  mixed: number;
  /** From the first answer of the new version to the sending of the last request the old one answered; 0 when none was. */
  mixedMs: number;
  /** Those among the mixed whose very client had already seen the new version: it saw new, then old. */
  backwards: number;
}

export interface LoadReport {
  /** Requests finished or failed; an opened stream counts once. */
  requests: number;
  /** Requests not answered completely, in time, with 2xx and the right body. */
  lost: number;
  failures: { kind: FailureKind; count: number; first: string[] }[];
  clients: Partial<Record<ClientKind, { requests: number; lost: number }>>;
  /** How many answers each version gave. */
  versions: Record<string, number>;
  moves: MoveReport[];
  /** Answers of a version that was neither the one before nor the one announced. */
  unexpected: number;
  /** Sum over the moves. */
  backwards: number;
  /** Largest of the moves. */
  mixedMs: number;
  /** Event streams and websockets. */
  held: Held;
  elapsedMs: number;
  /** Time to the first line of an answer, without those to slow clients and uploads. */
  latencyMs: { median: number; p99: number; max: number };
}

/** Examples kept of each kind of failure. */
const EXAMPLES = 5;

/** Judges what the clients recorded; pure. The version before the first announcement is the first one anybody saw. */
export function renderReport(
  samples: readonly Sample[],
  announcements: readonly Announcement[],
  held: Held,
  elapsedMs: number,
): LoadReport {
  const lost = samples.filter((sample) => sample.failure !== null);
  const answered = samples.filter((sample) => sample.headersMs !== null && sample.version !== null);
  const { moves, unexpected } = judgeMoves(answered.filter(isAnswered), announcements);
  return {
    requests: samples.length,
    lost: lost.length,
    failures: groupFailures(lost),
    clients: groupClients(samples),
    versions: count(answered.map((sample) => sample.version ?? "")),
    moves,
    unexpected,
    backwards: moves.reduce((sum, move) => sum + move.backwards, 0),
    mixedMs: moves.reduce((most, move) => Math.max(most, move.mixedMs), 0),
    held: { ...held },
    elapsedMs: Math.round(elapsedMs),
    latencyMs: latencies(samples),
  };
}

type Answered = Sample & { headersMs: number; version: string };

function isAnswered(sample: Sample): sample is Answered {
  return sample.headersMs !== null && sample.version !== null;
}

function judgeMoves(
  answered: readonly Answered[],
  announcements: readonly Announcement[],
): { moves: MoveReport[]; unexpected: number } {
  const byStart = answered.toSorted((a, b) => a.startMs - b.startMs);
  const first = answered.reduce<Answered | null>(
    (early, sample) => (early === null || sample.headersMs < early.headersMs ? sample : early),
    null,
  );
  if (first === null) return { moves: [], unexpected: 0 };
  const versions = [first.version, ...announcements.map((announcement) => announcement.version)];
  const bounds = [-Infinity, ...announcements.map((announcement) => announcement.atMs), Infinity];

  let unexpected = 0;
  const moves: MoveReport[] = [];
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const from = versions[Math.max(0, index - 1)] ?? "";
    const to = versions[index] ?? "";
    const sinceMs = bounds[index] ?? 0;
    const untilMs = bounds[index + 1] ?? 0;
    // A request under way at an announcement may have been decided on either side of it, so it proves nothing of either.
    const own = byStart.filter((sample) => sample.startMs >= sinceMs && sample.headersMs < untilMs);
    unexpected += own.filter((sample) => sample.version !== from && sample.version !== to).length;
    if (index > 0 && from !== to) moves.push(judgeMove(own, from, to, sinceMs));
  }
  return { moves, unexpected };
}

function judgeMove(own: readonly Answered[], from: string, to: string, sinceMs: number): MoveReport {
  const firstNewMs = own.reduce(
    (early, sample) => (sample.version === to ? Math.min(early, sample.headersMs) : early),
    Infinity,
  );
  const firstNewOfClient = new Map<number, number>();
  for (const sample of own) {
    if (sample.version !== to) continue;
    firstNewOfClient.set(sample.client, Math.min(sample.headersMs, firstNewOfClient.get(sample.client) ?? Infinity));
  }
  const late = own.filter((sample) => sample.version === from && sample.startMs > firstNewMs);
  const backwards = late.filter((sample) => sample.startMs > (firstNewOfClient.get(sample.client) ?? Infinity));
  return {
    from,
    to,
    firstNewMs: firstNewMs === Infinity ? null : round(firstNewMs - sinceMs),
    mixed: late.length,
    mixedMs: late.reduce((most, sample) => Math.max(most, round(sample.startMs - firstNewMs)), 0),
    backwards: backwards.length,
  };
}

function groupFailures(lost: readonly Sample[]): LoadReport["failures"] {
  const groups = new Map<FailureKind, { kind: FailureKind; count: number; first: string[] }>();
  for (const sample of lost) {
    if (sample.failure === null) continue;
    const { kind, detail } = sample.failure;
    const group = groups.get(kind) ?? { kind, count: 0, first: [] };
    group.count += 1;
    if (group.first.length < EXAMPLES) group.first.push(`${sample.kind}: ${detail}`);
    groups.set(kind, group);
  }
  return [...groups.values()];
}

function groupClients(samples: readonly Sample[]): LoadReport["clients"] {
  const clients: LoadReport["clients"] = {};
  for (const sample of samples) {
    const entry = (clients[sample.kind] ??= { requests: 0, lost: 0 });
    entry.requests += 1;
    if (sample.failure !== null) entry.lost += 1;
  }
  return clients;
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function latencies(samples: readonly Sample[]): LoadReport["latencyMs"] {
  const sorted = samples
    .flatMap((sample) =>
      sample.headersMs !== null && (sample.kind === "keepAlive" || sample.kind === "fresh")
        ? [sample.headersMs - sample.startMs]
        : [],
    )
    .toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p99: at(0.99), max: at(1) };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
