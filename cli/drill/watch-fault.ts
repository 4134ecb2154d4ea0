import { setTimeout as sleep } from "node:timers/promises";
import { nowMs, startLoad, type LoadOptions, type LoadReport, type Sample } from "../../load/load.ts";
import { InputError } from "../../model/errors.ts";
import type { Scenario, Stage } from "./scenario.ts";

/** How long there is load before a fault, and after everything is back. */
const CALM_MS = 2_000;
/** How often is asked whether the fault shows, and whether everything is back. */
const EVERY_MS = 100;
/** What is over the budget is waited for so much longer, to say how long it took. */
const LONGER_MS = 30_000;

/** When what happened; milliseconds of the load's clock. */
export interface Watched {
  beganMs: number;
  faultMs: number;
  /** Null where it was not noticed, or nobody was to. */
  noticedMs: number | null;
  /** Null where it was not back when it was given up. */
  backMs: number | null;
  endedMs: number;
  /** Every request of the load. */
  samples: readonly Sample[];
}

export interface Watch {
  load: LoadOptions;
  backWithinMs: number;
  signal: AbortSignal;
  /** Called before the fault. */
  prepare: () => Promise<void>;
}

/**
 * Brings a fault about under load and watches until everything is back, or `signal` is aborted. Throws an InputError where requests are lost
 * before the fault already: then there is none.
 */
export async function watchFault(scenario: Scenario, stage: Stage, watch: Watch): Promise<Watched> {
  const { load: options, backWithinMs, signal, prepare } = watch;
  const load = await startLoad(options);
  try {
    const beganMs = nowMs();
    await calm(signal);
    assertAnswered(await load.report(), options);
    if (!signal.aborted) await prepare();
    const faultMs = nowMs();
    const over = new AbortController();
    const injecting = signal.aborted ? Promise.resolve() : scenario.inject(stage);
    const noticing = waitUntil(
      () => scenario.isNoticed?.(stage) ?? false,
      true,
      AbortSignal.any([signal, over.signal]),
    );
    await injecting.catch((error: unknown) => {
      over.abort();
      throw error;
    });
    const patience = AbortSignal.any([signal, AbortSignal.timeout(backWithinMs + LONGER_MS)]);
    const backMs = await waitUntil(() => scenario.isBack(stage), false, patience);
    over.abort();
    const noticedMs = await noticing;
    await calm(signal);
    const endedMs = nowMs();
    return { beganMs, faultMs, noticedMs, backMs, endedMs, samples: await load.finish() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

/** The moment at which a question was first answered with yes; null where `signal` was aborted before. `onError` answers for who cannot. */
async function waitUntil(
  question: () => boolean | Promise<boolean>,
  onError: boolean,
  signal: AbortSignal,
): Promise<number | null> {
  while (!signal.aborted) {
    const isSo = await Promise.resolve(question()).catch(() => onError);
    if (isSo) return nowMs();
    await sleep(EVERY_MS);
  }
  return null;
}

async function calm(signal: AbortSignal): Promise<void> {
  await sleep(CALM_MS, undefined, { signal }).catch(() => undefined); // what is aborted is only over sooner
}

function assertAnswered({ requests, lost, failures }: LoadReport, { url, path = "/" }: LoadOptions): void {
  if (requests > 0 && lost === 0) return;
  const example = failures[0]?.first[0] ?? "no answer at all";
  throw new InputError(
    `${url}${path}: ${lost} of ${requests} requests were lost before the fault (${example}). Nothing was done. ` +
      "Name a page that is answered with 2xx: `--path /healthz`.",
  );
}
