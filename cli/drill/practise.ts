import { findEdge } from "../../edge/running-edge.ts";
import { EXIT, TidegateError } from "../../model/errors.ts";
import type { Patience } from "../run/when-free.ts";
import { holdEnvironment } from "./hold-environment.ts";
import { loadOf, type LoadWishes } from "./load-of.ts";
import { judge } from "./judge.ts";
import { loadMark, saveMark } from "./marks.ts";
import { openStage, type StageRequest } from "./open-stage.ts";
import type { Outcome } from "./outcome.ts";
import { putBack } from "./put-back.ts";
import type { Budget, Scenario } from "./scenario.ts";
import { watchFault, type Watched } from "./watch-fault.ts";

export interface Practice {
  budget: Budget;
  wishes: LoadWishes;
  signal: AbortSignal;
  /** For runs that hold the environment. */
  patience: Patience;
}

/** Practises one fault, and puts everything back however that ends. Throws a TidegateError where it was stopped by `signal`. */
export async function practise(scenario: Scenario, request: StageRequest, practice: Practice): Promise<Outcome> {
  const { ref, host } = request;
  const edge = await findEdge({ host: host.address, project: ref.project, stack: ref.stack });
  const { patience } = practice;
  let watched: Watched;
  try {
    watched = await holdEnvironment(edge, patience, () => bringAbout(scenario, request, practice));
  } catch (error) {
    await putBackBegun(request, patience);
    throw error;
  }
  const said = await putBackBegun(request, patience);
  if (practice.signal.aborted) throw stopped(said);
  return judge(scenario, practice.budget, watched, said);
}

async function bringAbout(
  scenario: Scenario,
  request: StageRequest,
  { budget, wishes, signal }: Practice,
): Promise<Watched> {
  const stage = await openStage(request); // anew: the scenario before has started containers
  const mark = { scenario: scenario.name, before: stage.before };
  try {
    return await watchFault(scenario, stage, {
      ...{ load: await loadOf(stage, wishes), backWithinMs: budget.backMs, signal },
      prepare: () => saveMark(request.ref, mark),
    });
  } finally {
    stage.session.close();
  }
}

/** Nothing where the fault was not brought about. */
async function putBackBegun({ ref, host }: StageRequest, patience: Patience): Promise<string[]> {
  const mark = loadMark(ref);
  return mark === undefined ? [] : await putBack(ref, host, mark, patience);
}

function stopped(said: readonly string[]): TidegateError {
  const done = said.length === 0 ? "There was nothing to put back" : `Everything is put back: ${said.join("; ")}`;
  return new TidegateError(`drill: stopped. ${done}.`, EXIT.interrupted);
}
