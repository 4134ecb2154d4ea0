import type { Side } from "../../model/ledger.ts";
import type { Story } from "../ledger/releases.ts";
import { elapsedMs } from "./spread.ts";
import { wayBackFrom, type WayBack } from "./way-back.ts";

/** A release of a version that had not served there, be it that it got no traffic. */
export type Attempt = Story & { to: Side };

/** An attempt that moved traffic. */
export interface Deployment {
  story: Attempt;
  /** When it proved itself at the public listener, in Unix ms; null where it did not, as far as the ledger says. */
  provedAt: number | null;
  /** From the first attempt at it to that proof; null where there is none, or the clock has gone back. */
  toDeployMs: number | null;
  /** Null where it was not gone back from. */
  wayBack: WayBack | null;
  /** What made it necessary: an emergency that was declared, or the deployment before it, which had failed; else null. */
  rework: "emergency" | "after-failure" | null;
}

/** Every deployment of a ledger's stories, oldest first of each service. */
export function findDeployments(stories: readonly Story[]): Deployment[] {
  return [...Map.groupBy(stories, ({ service }) => service).values()].flatMap(ofService);
}

function ofService(stories: readonly Story[]): Deployment[] {
  const firstTried = new Map<string, number>();
  const deployments: Deployment[] = [];
  for (const story of stories.filter(isAttempt)) {
    const triedAt = firstTried.get(buildOf(story)) ?? story.first.entry.at;
    firstTried.set(buildOf(story), triedAt);
    if (!hasMoved(story)) continue;
    firstTried.delete(buildOf(story));
    const { end, change } = story;
    const provedAt = end.how === "verified" ? end.by.entry.at : null;
    const hadFailed = deployments.at(-1)?.wayBack != null;
    deployments.push({
      ...{ story, provedAt, toDeployMs: elapsedMs(triedAt, provedAt) },
      wayBack: wayBackFrom(story),
      rework: change.emergency !== null ? "emergency" : hadFailed ? "after-failure" : null,
    });
  }
  return deployments;
}

export function isAttempt(story: Story): story is Attempt {
  return story.purpose === "release" && story.to !== null;
}

/** Whether traffic was with it. Of one that is open that is known only once the traffic has moved on from it. */
function hasMoved({ end, leftBy }: Story): boolean {
  return end.how === "verified" || end.how === "rolled-back" || (end.how === "open" && leftBy !== null);
}

/** What is tried again when an attempt has failed: one that gates have refused has no hash yet. */
function buildOf({ to }: Attempt): string {
  return `${to.version} ${to.image}`;
}
