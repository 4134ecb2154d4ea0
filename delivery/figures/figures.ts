import type { StoryEnd } from "../ledger/releases.ts";
import type { Attempt, Deployment } from "./deployments.ts";
import { countRefusals, type Refusals } from "./refusals.ts";
import { shareOf, type Share } from "./share.ts";
import { elapsedMs, spreadOf, type Spread } from "./spread.ts";
import type { WayBackKind } from "./way-back.ts";

/** What took longer than this from its first attempt to its proof is told of by name: 15 minutes. */
export const SLOW_MS = 15 * 60_000;

const WEEK_MS = 7 * 86_400_000;

/** What the releases of one service, or of all together, come to. */
export interface Figures {
  /** Releases that were to get traffic, each attempt counted, by how they ended. */
  attempts: Readonly<Record<StoryEnd["how"], number>>;
  /** Attempts that proved themselves, of those of which it is known how they ended. */
  success: Share;
  deployments: number;
  /** Deployments a week; null where the ledger tells of less than a week. */
  perWeek: number | null;
  /** To the proof: from the commit where its time is known; of the other deployments from their first entry. Never both in one. */
  leadTime: { fromCommit: Spread; fromFirstEntry: Spread };
  /** Of the deployments that were gone back from. */
  recovery: Spread;
  /** Deployments that were gone back from. */
  failed: Share;
  /** Deployments for the sake of an incident. */
  rework: Share & { emergency: number; afterFailure: number };
  /** Of the deployments that proved themselves. */
  toDeploy: Spread;
  toReturn: Readonly<Record<WayBackKind, Spread>>;
  /** How many took more than {@link SLOW_MS} to deploy, of those that are known. */
  slow: Share;
  refusals: readonly Refusals[];
}

export interface FiguresInput {
  attempts: readonly Attempt[];
  deployments: readonly Deployment[];
  /** How much time the ledger tells of. */
  observedMs: number;
  /** When commits were made, in Unix milliseconds, by their hash: as far as that is known. */
  committedAt: ReadonlyMap<string, number>;
}

/** Computes the figures of some releases. Where there is nothing to compute one from, it is null. */
export function computeFigures({ attempts, deployments, observedMs, committedAt }: FiguresInput): Figures {
  const count = (how: StoryEnd["how"]) => attempts.filter(({ end }) => end.how === how).length;
  const ended = { verified: count("verified"), "rolled-back": count("rolled-back"), refused: count("refused") };
  const proved = deployments.filter(({ provedAt }) => provedAt !== null);
  const waysBack = deployments.flatMap(({ wayBack }) => wayBack ?? []);
  const toDeploy = proved.map(({ toDeployMs }) => toDeployMs);
  const known = toDeploy.filter((time) => time !== null);
  const returned = (kind: WayBackKind) => waysBack.filter((way) => way.kind === kind).map(({ returnMs }) => returnMs);
  return {
    attempts: { ...ended, undone: count("undone"), open: count("open") },
    success: shareOf(ended.verified, attempts.length - count("open")),
    deployments: deployments.length,
    perWeek: observedMs < WEEK_MS ? null : deployments.length / (observedMs / WEEK_MS),
    leadTime: leadTimes(proved, committedAt),
    recovery: spreadOf(waysBack.map(({ recoveryMs }) => recoveryMs)),
    failed: shareOf(waysBack.length, deployments.length),
    rework: reworkOf(deployments),
    toDeploy: spreadOf(toDeploy),
    toReturn: {
      fallback: spreadOf(returned("fallback")),
      rollback: spreadOf(returned("rollback")),
      return: spreadOf(returned("return")),
    },
    slow: shareOf(known.filter((time) => time > SLOW_MS).length, known.length),
    refusals: countRefusals(attempts),
  };
}

function leadTimes(proved: readonly Deployment[], committedAt: ReadonlyMap<string, number>): Figures["leadTime"] {
  const fromCommit: (number | null)[] = [];
  const fromFirstEntry: (number | null)[] = [];
  for (const { story, provedAt, toDeployMs } of proved) {
    const madeAt = story.change.commit === null ? undefined : committedAt.get(story.change.commit);
    if (madeAt === undefined) fromFirstEntry.push(toDeployMs);
    else fromCommit.push(elapsedMs(madeAt, provedAt));
  }
  return { fromCommit: spreadOf(fromCommit), fromFirstEntry: spreadOf(fromFirstEntry) };
}

function reworkOf(deployments: readonly Deployment[]): Figures["rework"] {
  const emergency = deployments.filter(({ rework }) => rework === "emergency").length;
  const afterFailure = deployments.filter(({ rework }) => rework === "after-failure").length;
  return { ...shareOf(emergency + afterFailure, deployments.length), emergency, afterFailure };
}
