import { statusOf } from "../docker/connect.ts";
import { InputError, TidegateError } from "../model/errors.ts";
import { withMachineLock } from "./lock.ts";
import { STEPS } from "./steps.ts";
import type { SetupContext, Step } from "./step.ts";

/**
 * Does every step that is not done, in order, and tells each with how long it took. Safe to repeat and to run twice at
 * once. Throws an InputError that names the step that failed, its last output and what to do.
 */
export async function setUp(context: SetupContext, steps: readonly Step[] = STEPS): Promise<void> {
  const startedAt = performance.now();
  if (await allDone(context, steps)) {
    context.note(`nothing is missing (${seconds(startedAt)})`);
    return;
  }
  const onWait = () => context.note("waiting for another set-up on this machine");
  await withMachineLock(`tidegate-setup ${context.host}`, onWait, async () => {
    for (const step of steps) {
      if (context.signal.aborted) throw new InputError("Stopped before it was complete. Run this again to go on.");
      await take(context, step);
    }
  });
  context.note(`done (${seconds(startedAt)})`);
}

async function allDone(context: SetupContext, steps: readonly Step[]): Promise<boolean> {
  for (const step of steps) {
    if (!(await step.check(context)).ok) return false;
  }
  return true;
}

async function take(context: SetupContext, step: Step): Promise<void> {
  const startedAt = performance.now();
  const before = await step.check(context);
  if (before.ok) {
    context.note(`${step.name}: ${before.detail} (${seconds(startedAt)})`);
    return;
  }
  context.note(`${step.name}: ${before.detail}; making it so`);
  try {
    await step.ensure(context);
  } catch (error) {
    throw asInputError(step, error);
  }
  const after = await step.check(context);
  if (!after.ok) throw new InputError(`${step.name}: ${after.detail}, although the step was taken. Run this again.`);
  context.note(`${step.name}: ${after.detail} (${seconds(startedAt)})`);
}

/** What a step throws on purpose, or the engine's own refusal; anything else is our bug and stays as it is. */
function asInputError(step: Step, error: unknown): unknown {
  if (error instanceof TidegateError) return new InputError(`${step.name}: ${error.message}`, { cause: error });
  if (!(error instanceof Error) || statusOf(error) === undefined) return error;
  return new InputError(`${step.name}: the engine refused: ${error.message}. Its log tells more.`, { cause: error });
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
