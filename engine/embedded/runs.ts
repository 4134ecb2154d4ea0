import type { RunOptions, RunResult } from "../engine.ts";
import { PARALLEL, type RunContext } from "./run-context.ts";
import { runPhase } from "./run-phase.ts";
import { Snapshot } from "./state/snapshot.ts";
import { stackOutputs, type State } from "./state/state.ts";
import { configureProviders } from "./steps/providers.ts";
import { refresh } from "./steps/refresh.ts";
import { removeAll } from "./steps/remove-all.ts";
import { resolvePending } from "./steps/resolve-pending.ts";
import { Redactor } from "./values/redact.ts";

/** The runs an engine offers, each over a stack that is loaded and, where it writes, locked. */
export const RUNS = { preview: runPreview, up: runUp, refresh: runRefresh, destroy: runDestroy } as const;

async function runPreview(context: RunContext, options: RunOptions): Promise<RunResult> {
  const state = await prepare(context, options, options.refresh ?? false);
  return await runPhase(context, state, phase(options, true));
}

async function runUp(context: RunContext, options: RunOptions): Promise<RunResult> {
  const state = await prepare(context, options, options.refresh ?? false);
  if (options.skipPreview !== true) {
    const preview = runPhase(context, state, phase(options, true));
    context.pool.prepare(); // the program of the update itself loads meanwhile
    await preview;
    options.approve?.();
  }
  return await runPhase(context, state, phase(options, false));
}

async function runRefresh(context: RunContext, options: RunOptions): Promise<RunResult> {
  const state = await prepare(context, options, true);
  const shown = new Redactor().show(stackOutputs(state));
  return { changes: context.reporter.changes, outputs: shown as RunResult["outputs"] }; // an object stays one
}

async function runDestroy(context: RunContext, options: RunOptions): Promise<RunResult> {
  const state = await prepare(context, options, options.refresh ?? false);
  await removeAll(context, state, options.signal);
  return { changes: context.reporter.changes, outputs: {} };
}

/** The state to start from: an interrupted run's leftovers settled, and refreshed when asked for. */
async function prepare(context: RunContext, options: RunOptions, withRefresh: boolean): Promise<State> {
  if (context.state.pending.length === 0 && !withRefresh) return context.state;
  const snapshot = new Snapshot(context.state, context.store);
  const providers = context.newProviders();
  configureProviders(providers, snapshot.resources);
  await resolvePending(snapshot, providers, context.reporter, { dryRun: context.store === undefined });
  if (withRefresh) {
    const startedMs = performance.now();
    context.reporter.phase("refresh");
    await refresh(snapshot, providers, context.reporter, { parallel: PARALLEL, signal: options.signal });
    context.reporter.summary(startedMs);
  }
  return snapshot.state();
}

function phase(options: RunOptions, dryRun: boolean) {
  return { dryRun, signal: options.signal, policyPack: options.policyPack };
}
