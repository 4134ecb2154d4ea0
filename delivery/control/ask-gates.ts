import { resolve } from "node:path";
import { readMandate } from "../../edge/control/mandate.ts";
import type { Candidate } from "../../edge/control/refusal.ts";
import { ControlError, type Outcome } from "../../edge/control/verdict-file.ts";
import { readChange } from "../../model/change.ts";
import { EXIT } from "../../model/errors.ts";
import type { GatePass } from "../../model/gate-result.ts";
import { describeClosed } from "../gates/describe.ts";
import type { GateContext } from "../gates/gate.ts";
import type { GatePlace } from "../gates/place.ts";
import { runGates } from "../gates/run-gates.ts";
import { thisUser } from "../../model/this-user.ts";
import type { GatesAsked } from "./task.ts";

/** What asking gates needs of a platform. */
export interface Asking {
  place: GatePlace;
  /** Writes down that they are closed to a release; returns the error, which then knows the entry. */
  noteClosed: (candidate: Candidate, closed: ControlError) => Promise<unknown>;
}

/**
 * Asks every gate before a release, all at once, and makes the pass that the cutover demands. Throws a ControlError that has all
 * results as an operator reads them, unless every gate let the release through.
 */
export async function askGates(task: GatesAsked, { place, noteClosed }: Asking): Promise<Outcome> {
  const { service, color, release, generation } = task;
  const pass = (results: GatePass["results"]): GatePass => ({
    ...{ service, color, version: release.version, generation },
    ...{ at: Date.now(), results },
  });
  if (task.moves === "no") return { message: `${service}: no release is made, no gate is asked`, result: pass([]) };
  const context = contextOf(task, place);
  const results = await readMandate(service).during(runGates(task.gates, context));
  const version = { version: release.version, to: color };
  if (results.every(({ verdict }) => verdict === "pass")) {
    return { message: `${service}: ${results.length} gates passed`, result: pass(results), verdicts: [version] };
  }
  const closed = new ControlError(describeClosed(context.request, results), EXIT.gateRed, "gates", version);
  throw await noted(() => noteClosed({ ...candidateOf(context), gates: results }, closed), closed);
}

function candidateOf({ request }: GateContext): Candidate {
  const { service, color, release, generation, change } = request;
  const { version, image } = release;
  return { service, generation, to: { color, version, image, hash: "" }, change };
}

/** The error, once the ledger says what it says; it is told also where nothing can be written down. */
async function noted(note: () => Promise<unknown>, error: ControlError): Promise<unknown> {
  try {
    return await note();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    process.stderr.write(`ledger: refused could not be written down (${why}).\n`);
    return error;
  }
}

function contextOf(task: GatesAsked, place: GatePlace): GateContext {
  const { project, stack, tier, service, color, release, replicas, generation } = task;
  const id = { project, stack };
  const change = readChange(process.env, thisUser());
  return {
    request: { id, tier, service, color, release, replicas, generation, change },
    variables: process.env,
    projectDir: resolve(task.folder),
    place,
  };
}
