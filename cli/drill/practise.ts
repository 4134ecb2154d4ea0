import type { StackRef } from "../../engine/engine.ts";
import { EXIT, TidegateError } from "../../model/errors.ts";
import { loadOf } from "./load-of.ts";
import { judge } from "./judge.ts";
import { loadMark, saveMark } from "./marks.ts";
import { openStage, type StageRequest } from "./open-stage.ts";
import type { Outcome } from "./outcome.ts";
import { putBack } from "./put-back.ts";
import type { DrillOptions } from "./drill-options.ts";
import type { Scenario } from "./scenario.ts";
import { watchFault, type Watched } from "./watch-fault.ts";

/** Practises one fault, and puts everything back however that ends. Throws a TidegateError where it was stopped by `signal`. */
export async function practise(
  scenario: Scenario,
  request: StageRequest,
  { options, signal }: { options: DrillOptions; signal: AbortSignal },
): Promise<Outcome> {
  const { ref } = request;
  const { name } = scenario;
  const stage = await openStage(request); // anew: the scenario before has started containers
  const budget = { ...scenario.budget, ...options.budget };
  const mark = { scenario: name, before: stage.before };
  let watched: Watched;
  try {
    const prepare = () => saveMark(ref, mark);
    watched = await watchFault(scenario, stage, {
      ...{ load: await loadOf(stage, options), backWithinMs: budget.backMs, signal, prepare },
    });
  } catch (error) {
    await putBackBegun(ref, request);
    throw error;
  }
  const said = await putBackBegun(ref, request);
  if (signal.aborted) throw stopped(said);
  return judge(scenario, budget, watched, said);
}

/** Nothing where the fault was not brought about. */
async function putBackBegun(ref: StackRef, { host }: StageRequest): Promise<string[]> {
  const mark = loadMark(ref);
  return mark === undefined ? [] : await putBack(ref, host, mark);
}

function stopped(said: readonly string[]): TidegateError {
  const done = said.length === 0 ? "There was nothing to put back" : `Everything is put back: ${said.join("; ")}`;
  return new TidegateError(`drill: stopped. ${done}.`, EXIT.interrupted);
}
