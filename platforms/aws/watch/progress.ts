import { countsIn, type History } from "../../../agent/guard/history.ts";
import { progressAfter, type Progress } from "../../../agent/watch/progress.ts";
import { NO_COUNTS } from "../../../edge/counts.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { Watch } from "../store/watches.ts";

/** A release that was switched to so lately is watched from its switch on by who looks for the first time. */
const LATELY_MS = 15 * 60_000;

export interface Known {
  /** What the last look left; null where nobody has looked. */
  before: Pick<Watch, "progress" | "stepMs"> | null;
  record: EdgeRecord;
  history: History;
  /** When the ledger says that the release got its traffic, Unix time in ms; null where it was not asked. */
  switchedMs: number | null;
  nowMs: number;
}

/**
 * How far what is watched of a release is. CloudWatch keeps what happened while nobody looked, so that time counts for which it has figures, and no
 * other: a step lasts for as long as it is told of, and whoever looks how often makes no difference.
 */
export function progressOf({ before, record, history, switchedMs, nowMs }: Known): Pick<Watch, "progress" | "stepMs"> {
  const { canary, generation, active, service } = record;
  const isLately = switchedMs !== null && nowMs - switchedMs < LATELY_MS;
  const wroteMs = isLately ? nowMs : null;
  const turn = { nowMs, passedMs: 0, counted: NO_COUNTS, wroteMs };
  const found = progressAfter(before?.progress, record, turn);
  const isSameStep = before?.progress.generation === generation && before.progress.revision === (canary?.revision ?? 0);
  const beganMs = isLately ? switchedMs : nowMs;
  const stepMs = isSameStep ? before.stepMs : (canary?.since ?? (before === null ? beganMs : nowMs));
  const blocks = history.blocks.filter(({ fromMs }) => fromMs >= stepMs);
  const progress: Progress = {
    ...found,
    sinceMs: canary?.began ?? (before === null ? beganMs : found.sinceMs),
    watchedMs: blocks.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    answered: active === null ? 0 : blocks.reduce((sum, block) => sum + countsIn(block, service, active).requests, 0),
  };
  return { progress, stepMs };
}
