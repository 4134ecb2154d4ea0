import type { RunContext } from "../run-context.ts";
import { PARALLEL } from "../run-context.ts";
import { Snapshot } from "../state/snapshot.ts";
import type { State } from "../state/state.ts";
import { Deployment } from "./deployment.ts";
import { assertDone } from "./outcome.ts";

/** Deletes everything of a stack, what depends on others first. The program is not run. */
export async function removeAll(context: RunContext, state: State, signal: AbortSignal | undefined): Promise<void> {
  const startedMs = performance.now();
  const { reporter } = context;
  reporter.phase("destroy");
  const snapshot = new Snapshot(state, context.store);
  const deployment = new Deployment({
    snapshot,
    providers: context.newProviders(),
    reporter,
    dryRun: false,
    signal,
    analyzer: undefined,
    parallel: PARALLEL,
  });
  try {
    await deployment.finish();
  } catch (error) {
    if (deployment.log.failures.length === 0 && signal?.aborted !== true) throw error;
  } finally {
    await deployment.settle();
    await snapshot.save();
  }
  assertDone(deployment.log, signal);
  reporter.summary(startedMs);
}
