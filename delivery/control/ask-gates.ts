import { resolve } from "node:path";
import { connectDocker } from "../../docker/connect.ts";
import { readMandate } from "../../edge/control/mandate.ts";
import { noteRefusal, type Candidate } from "../../edge/control/refusal.ts";
import { ControlError, type Outcome } from "../../edge/control/verdict-file.ts";
import { lookForEdge } from "../../edge/running-edge.ts";
import { withSession } from "../../edge/with-session.ts";
import { observeHost } from "../../edge/observe-host.ts";
import { readChange } from "../../model/change.ts";
import { EXIT } from "../../model/errors.ts";
import type { GatePass } from "../../model/gate-result.ts";
import { describeClosed } from "../gates/describe.ts";
import type { GateContext } from "../gates/gate.ts";
import { runGates } from "../gates/run-gates.ts";
import { thisUser } from "../../model/this-user.ts";
import type { GatesTask } from "./task.ts";

/**
 * Asks every gate before a release, all at once, and makes the pass that the cutover demands. Throws a ControlError that has all
 * results as an operator reads them, unless every gate let the release through.
 */
export async function askGates(task: GatesTask): Promise<Outcome> {
  const { service, color, release, generation } = task;
  const pass = (results: GatePass["results"]): GatePass => ({
    ...{ service, color, version: release.version, generation },
    ...{ at: Date.now(), results },
  });
  if (task.moves === "no") return { message: `${service}: no release is made, no gate is asked`, result: pass([]) };
  const context = contextOf(task);
  const results = await readMandate(service).during(runGates(task.gates, context));
  const version = { version: release.version, to: color };
  if (results.every(({ verdict }) => verdict === "pass")) {
    return { message: `${service}: ${results.length} gates passed`, result: pass(results), verdicts: [version] };
  }
  const closed = new ControlError(describeClosed(context.request, results), EXIT.gateRed, "gates", version);
  throw await noted(task, { ...candidateOf(context), gates: results }, closed);
}

function candidateOf({ request }: GateContext): Candidate {
  const { service, color, release, generation, change } = request;
  const { version, image } = release;
  return { service, generation, to: { color, version, image, hash: "" }, change };
}

/** The error, once the ledger of an edge that runs says what it says. */
async function noted(task: GatesTask, candidate: Candidate, error: ControlError): Promise<unknown> {
  try {
    const edge = await lookForEdge(task);
    if (edge === undefined) return error; // of a stack that is only about to be made
    return await withSession(edge, task.service, (session) => noteRefusal(session, candidate, error));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    process.stderr.write(`ledger: refused could not be written down (${why}).\n`);
    return error;
  }
}

function contextOf(task: GatesTask): GateContext {
  const { host, project, stack, tier, service, color, release, replicas, generation } = task;
  const docker = connectDocker(host);
  const id = { project, stack };
  const change = readChange(process.env, thisUser());
  return {
    request: { id, tier, service, color, release, replicas, generation, change },
    variables: process.env,
    projectDir: resolve(task.folder),
    docker,
    observe: () => observeHost(docker, id),
  };
}
