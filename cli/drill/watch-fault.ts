import { setTimeout as sleep } from "node:timers/promises";
import { nowMs, startLoad, type LoadOptions, type LoadReport, type Sample } from "../../load/load.ts";
import { InputError } from "../../model/errors.ts";
import type { EndFault, Scenario, Stage } from "./scenario.ts";

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
  const { load: options, signal, prepare } = watch;
  const load = await startLoad(options);
  try {
    const beganMs = nowMs();
    await calm(signal);
    assertAnswered(await load.report(), options);
    if (!signal.aborted) await prepare();
    const { faultMs, noticedMs, backMs, end } = await bringAbout(scenario, stage, watch);
    await calm(signal);
    await end();
    const endedMs = nowMs();
    return { beganMs, faultMs, noticedMs, backMs, endedMs, samples: await load.finish() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

type Seen = Pick<Watched, "faultMs" | "noticedMs" | "backMs"> & { end: EndFault };

async function bringAbout(scenario: Scenario, stage: Stage, { backWithinMs, signal }: Watch): Promise<Seen> {
  let faultMs = nowMs();
  const over = new AbortController();
  const noticing = waitUntil(() => scenario.isNoticed?.(stage) ?? false, true, AbortSignal.any([signal, over.signal]));
  let end: EndFault | undefined;
  try {
    if (!signal.aborted) end = (await scenario.inject(stage, () => (faultMs = nowMs()))) ?? undefined;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(backWithinMs + LONGER_MS)]);
    const backMs = await waitUntil(() => scenario.isBack(stage), false, patience);
    over.abort();
    return { faultMs, noticedMs: await noticing, backMs, end: end ?? (async () => {}) };
  } finally {
    over.abort();
  }
}

/** The moment at which a question was answered with yes; null where it was not by the end of `signal`. `onError` answers for who cannot. */
async function waitUntil(
  question: () => boolean | Promise<boolean>,
  onError: boolean,
  signal: AbortSignal,
): Promise<number | null> {
  for (;;) {
    const isLast = signal.aborted;
    if (await Promise.resolve(question()).catch(() => onError)) return nowMs();
    if (isLast) return null;
    await sleep(EVERY_MS);
  }
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
