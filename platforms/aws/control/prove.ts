import { noteRefusal } from "../../../edge/control/refusal.ts";
import { failedChecks } from "../../../edge/control/failed-checks.ts";
import { failedSmoke } from "../../../edge/control/smoke.ts";
import { ControlError } from "../../../edge/control/verdict-file.ts";
import { EXIT } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import { sideOf } from "../../../plan/side-of.ts";
import type { ObservedPool } from "../observe/observed.ts";
import { findCheckProblem } from "./checks.ts";
import { passGate } from "./gate.ts";
import type { Candidate } from "./move.ts";
import { servingPool } from "./serving-pool.ts";

/**
 * Has a color prove that it may serve: the gate, its checks, then its answers on the test listener. Throws a ControlError where it does not, and the ledger
 * says so, unless it serves already.
 */
export async function prove(candidate: Candidate): Promise<void> {
  const { args, from } = candidate;
  const { store, service, generation, color, sealed, change } = args;
  try {
    await passAll(candidate);
  } catch (error) {
    if (from === color) throw error;
    const refused = { service, generation, to: sideOf(color, sealed), change };
    throw await noteRefusal({ note: (facts) => store.ledger.append(facts) }, refused, error);
  }
}

async function passAll(candidate: Candidate): Promise<void> {
  const { args, found, from } = candidate;
  const { clients, place, mandate, service, color, sealed, gate, proofs } = args;
  const { version } = sealed.release;
  const pool = found.pools[color];
  assertRelease(pool, args);
  failPoint("aws:before-gate");
  const definition = args.definition ?? pool?.definition ?? "";
  const demand = {
    pool: pool?.name ?? "",
    group: found.groups[color] ?? "",
    definition,
    serving: servingPool({ found, from }, color),
  };
  await mandate.during(passGate({ ...{ clients, cluster: place.cluster, service, color, version, gate }, ...demand }));
  failPoint("aws:after-gate");
  const failed = await mandate.during(findCheckProblem(candidate, "before"));
  if (failed !== undefined) throw failedChecks({ service, color, version }, failed);
  failPoint("aws:after-checks");
  const problem = await mandate.during(proofs?.preview?.() ?? Promise.resolve(undefined));
  if (problem !== undefined) throw failedSmoke({ service, color, version }, problem);
  failPoint("aws:after-smoke");
}

/** What the color's tasks are of must be the very release that is to serve. */
function assertRelease(
  pool: Pick<ObservedPool, "version" | "release"> | undefined,
  { service, color, sealed }: Candidate["args"],
): void {
  if (pool?.release === sealed.hash) return;
  const there = pool === undefined ? "nothing" : `version ${pool.version} (release ${pool.release})`;
  const text =
    `${service}: ${color} is to be version ${sealed.release.version} (release ${sealed.hash}), and ECS has ${there}; ` +
    "traffic stays where it is. Run `tidegate up` again.";
  throw new ControlError(text, EXIT.gateRed, "gate");
}
