import { canaryShift } from "../../edge/canary-shift.ts";
import { countsBetween, NO_COUNTS, type CountsByColor } from "../../edge/counts.ts";
import { renderShare } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { renderDuration } from "../../model/duration.ts";
import { BusyError } from "../../model/errors.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { nextStep } from "../../plan/canary-steps.ts";
import type { Link } from "../link.ts";
import type { Log } from "../log.ts";
import { isStepOver, progressAfter, type Progress } from "./progress.ts";
import { loadProgress, saveProgress, type ProgressByService } from "./progress-file.ts";

export interface WatchArgs {
  link: Pick<Link, "services" | "counts" | "session">;
  log: Log;
  /** Who it is, for the ledger: `agent on prod-a`. */
  name: string;
  /** Where it keeps how far the steps are. */
  file: string;
  /** Milliseconds by a clock that only grows. */
  clock: () => number;
}

/** A service whose clients go over. */
type UnderWay = EdgeRecord & { canary: CanaryState };

/**
 * Carries out the steps of every canary: looks once each time it is called, and moves those on whose step is over. What it watched is
 * kept in a file, so that it goes on there after it was killed.
 */
export async function canaryWatcher({ link, log, name, file, clock }: WatchArgs): Promise<() => Promise<void>> {
  let progress: ProgressByService = await loadProgress(file);
  let last: { at: number; counts: CountsByColor } | undefined;

  return async () => {
    const records = await underWay(link);
    const counts = records.length === 0 ? {} : await link.counts();
    const at = clock();
    const look = (record: UnderWay) => {
      const { service, active } = record;
      const [earlier, later] = [last?.counts, counts].map((read) =>
        active === null ? undefined : read?.[service]?.[active],
      );
      const counted = last === undefined ? NO_COUNTS : countsBetween(earlier ?? NO_COUNTS, later ?? NO_COUNTS);
      return progressAfter(progress[service], record, { passedMs: last === undefined ? 0 : at - last.at, counted });
    };
    const looked = records.map((record) => ({ record, reached: look(record) }));
    last = { at, counts };
    progress = Object.fromEntries(looked.map(({ record, reached }) => [record.service, reached]));
    await saveProgress(file, progress);
    for (const { record, reached } of looked) {
      if (isStepOver(reached, record.canary)) await goOn(record, reached);
    }
  };

  async function goOn(record: UnderWay, { answered }: Progress): Promise<void> {
    const { service, canary } = record;
    const next = nextStep(canary, Date.now());
    const reason = `${renderShare(canary.share)} for ${heldFor(canary)}, ${answered} requests answered`;
    try {
      const session = await link.session(service);
      const done = await session.shift(canaryShift(record, next, { action: "step", by: name, reason }));
      if ("revision" in done) return; // somebody else was faster; the next look sees what is there
      const share = renderShare(next?.share ?? 10_000);
      log("info", "a canary goes on", { service, share, reason, entry: done.head?.number ?? null });
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      log("info", "a canary waits for a run that holds the environment", { service, error });
    }
  }
}

async function underWay(link: WatchArgs["link"]): Promise<UnderWay[]> {
  const names = await link.services();
  const records = await Promise.all(names.map(async (name) => (await (await link.session(name)).look()).record));
  return records.flatMap((record) => (record?.canary === undefined ? [] : { ...record, canary: record.canary }));
}

function heldFor({ steps, step }: CanaryState): string {
  return renderDuration(steps[step]?.forMs ?? 0);
}
