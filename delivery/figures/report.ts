import type { LedgerLine } from "../ledger/ledger-text.ts";
import { tellStories, type Story, type StoryEnd } from "../ledger/releases.ts";
import { withoutDrills } from "../ledger/without-drills.ts";
import { findDeployments, isAttempt, type Attempt, type Deployment } from "./deployments.ts";
import { computeFigures, type Figures } from "./figures.ts";

/** Some time, in Unix milliseconds: what begins at `to` is not in it. */
export interface Period {
  from: number;
  to: number;
}

/** What the releases of a period come to. Whatever began in it counts, with all that the ledger knows of it by now. */
export interface FiguresReport {
  period: Period;
  /** The part of the period of which the ledger tells: it may have begun later. Null where it tells of none. */
  observed: Period | null;
  total: Figures;
  /** By name. */
  services: readonly { service: string; figures: Figures }[];
  /** Every attempt, oldest first. */
  attempts: readonly ReportedAttempt[];
}

export interface ReportedAttempt {
  /** Of its first entry. */
  number: number;
  /** Unix milliseconds. */
  at: number;
  service: string;
  version: string;
  how: StoryEnd["how"];
  /** Whether it was gone back from. */
  hasFailed: boolean;
  /** From its first attempt to its proof; null where it has none, or the clock has gone back. */
  toDeployMs: number | null;
}

export interface FiguresRequest {
  period: Period;
  /** One service only; null all of them. */
  service: string | null;
  /** When commits were made, in Unix milliseconds, by their hash: as far as that is known. */
  committedAt: ReadonlyMap<string, number>;
}

/** Tells from a ledger what the releases of a period come to, in sum and by service. What a drill did counts for nothing. */
export function reportFigures(lines: readonly LedgerLine[], request: FiguresRequest): FiguresReport {
  const { period, service, committedAt } = request;
  const stories = tellStories(withoutDrills(lines)).filter((story) => service === null || story.service === service);
  const isIn = ({ first }: Story) => first.entry.at >= period.from && first.entry.at < period.to;
  const attempts = stories.filter(isAttempt).filter(isIn);
  const deployments = findDeployments(stories).filter(({ story }) => isIn(story));
  const observed = observedPart(lines, period);
  const observedMs = observed === null ? 0 : observed.to - observed.from;
  const figuresOf = (fits: (of: string) => boolean) =>
    computeFigures({
      attempts: attempts.filter((story) => fits(story.service)),
      deployments: deployments.filter(({ story }) => fits(story.service)),
      ...{ observedMs, committedAt },
    });
  const made = new Map(deployments.map((deployment) => [deployment.story, deployment]));
  const names = [...new Set(attempts.map((story) => story.service))].toSorted();
  return {
    ...{ period, observed },
    total: figuresOf(() => true),
    services: names.map((name) => ({ service: name, figures: figuresOf((of) => of === name) })),
    attempts: attempts.map((story) => reported(story, made.get(story))),
  };
}

/** From the first entry on, whatever the clock has done since. */
function observedPart(lines: readonly LedgerLine[], { from, to }: Period): Period | null {
  const began = lines.reduce((least, { entry }) => Math.min(least, entry?.at ?? least), Infinity);
  return began < to ? { from: Math.max(from, began), to } : null;
}

function reported({ first, service, to, end }: Attempt, deployment: Deployment | undefined): ReportedAttempt {
  return {
    ...{ number: first.entry.number, at: first.entry.at, service, version: to.version, how: end.how },
    hasFailed: deployment?.wayBack != null,
    toDeployMs: deployment?.toDeployMs ?? null,
  };
}
