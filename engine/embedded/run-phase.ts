import type { RunResult } from "../engine.ts";
import { startAnalyzer } from "./policy/analyzer.ts";
import { runProgram } from "./program/run-program.ts";
import { PARALLEL, type RunContext } from "./run-context.ts";
import { Snapshot } from "./state/snapshot.ts";
import type { State } from "./state/state.ts";
import { Deployment } from "./steps/deployment.ts";
import { assertDone } from "./steps/outcome.ts";

export interface PhaseOptions {
  dryRun: boolean;
  signal: AbortSignal | undefined;
  policyPack: string | undefined;
}

/**
 * Runs the program once over `state`: as a preview, or for real, with every effect recorded. Throws what the user can act
 * on when anything failed; what had been done by then is in the state.
 */
export async function runPhase(context: RunContext, state: State, options: PhaseOptions): Promise<RunResult> {
  const { reporter, ref, project, config } = context;
  const startedMs = performance.now();
  const { dryRun, signal } = options;
  const phase = dryRun ? "preview" : "up";
  reporter.phase(phase);
  const snapshot = new Snapshot(state, dryRun ? undefined : context.store);
  const id = { project: ref.project, stack: ref.stack };
  const { policyPack: folder } = options;
  const { projectDir } = ref;
  const analyzer =
    folder === undefined
      ? undefined
      : startAnalyzer({ folder, projectDir, id, config, dryRun, cacheDir: context.cacheDir, reporter });
  try {
    const providers = context.newProviders();
    const deployment = new Deployment({ snapshot, providers, reporter, dryRun, signal, analyzer, parallel: PARALLEL });
    try {
      await runProgram({
        id,
        project,
        config,
        dryRun,
        parallel: PARALLEL,
        pool: context.pool,
        registrar: {
          register: (goal) => deployment.register(goal),
          read: (goal) => deployment.read(goal),
          registerOutputs: (urn, outputs) => deployment.registerOutputs(urn, outputs),
          refuse: (urn, error) => deployment.log.add(urn, error),
          finish: async () => {
            if (deployment.log.failures.length === 0) await deployment.finish();
          },
        },
        failures: () => deployment.log.failures,
        reporter,
        signal,
        settle: () => deployment.settle(),
      });
    } finally {
      await deployment.settle();
      await snapshot.save();
    }
    assertDone(deployment.log, signal);
    await analyzer?.analyzeStack(deployment.registered);
    reporter.summary(startedMs);
    return { changes: reporter.changes, outputs: showOutputs(context, deployment) };
  } finally {
    analyzer?.stop();
  }
}

function showOutputs(context: RunContext, deployment: Deployment): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(deployment.stackOutputs).map(([key, value]) => [key, context.reporter.redactor.show(value)]),
  );
}
