import type { Sample } from "../../../load/load.ts";

/** From `fromMs` on these versions may answer, until the next phase begins. */
export interface Phase {
  fromMs: number;
  versions: readonly string[];
}

/**
 * Answers of a version that could not serve while they were under way. A request is decided somewhere between its sending and the first line of
 * its answer, so that one across the border of two phases may be answered as either allows.
 */
export function strayAnswers(samples: readonly Sample[], phases: readonly Phase[]): Sample[] {
  return samples.filter(({ version, startMs, headersMs }) => {
    if (version === null || headersMs === null) return false;
    const under = phases.filter(
      ({ fromMs }, index) => fromMs <= headersMs && (phases[index + 1]?.fromMs ?? Infinity) >= startMs,
    );
    return !under.some(({ versions }) => versions.includes(version));
  });
}
