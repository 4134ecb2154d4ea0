import { assertTurn } from "../../../edge/control/assert-turn.ts";
import { demandPass } from "../../../edge/control/gate-pass.ts";
import { purposeOf } from "../../../edge/control/switch-facts.ts";
import { InputError } from "../../../model/errors.ts";
import { ledgerProblems } from "../../../plan/ledger-problems.ts";
import { settle } from "../store/settle.ts";
import { findService } from "./found-service.ts";
import type { Candidate, MoveArgs } from "./move.ts";

/**
 * Looks whether a service is as the task takes for granted, and writes down a switch that somebody died over. Throws an InputError where its
 * rule or the color is not there or nothing could be written down, a BusyError where somebody else has switched, and a ControlError where the gates
 * before the release were not asked.
 */
export async function findCandidate(args: MoveArgs): Promise<Candidate> {
  const { clients, place, store, service, color, generation, sealed } = args;
  const kept = await store.records.read(service);
  const before = kept === null ? null : (await settle(store, kept)).read;
  const record = before?.record ?? null;
  const from = assertTurn({ service, color, generation }, record);
  const pass = demandPass(
    { ...{ service, color, generation, version: sealed.release.version, release: sealed.hash }, ...args.demanded },
    record,
  );
  const found = await findService(clients, place, service);
  if (found.rule === null && args.ruleFollows !== true) {
    throw new InputError(
      `${service}: it has no rule on the listener, so that nobody's requests reach it. Run \`tidegate up --refresh\`, which makes it again.`,
    );
  }
  if (found.groups[color] === undefined) {
    throw new InputError(
      `${service}: ECS has no service of color ${color} behind the load balancer. Run \`tidegate up\` again.`,
    );
  }
  const purpose = args.isRollback ? "rollback" : purposeOf(record, { service, color, hash: sealed.hash });
  if (purpose === "release") {
    const problems = ledgerProblems(service, place.id.stack, await store.ledger.state());
    if (problems.length > 0) throw new InputError(problems.join("\n"));
  }
  return {
    ...{ args, before, found, from },
    occasion: { purpose, change: args.change, gates: pass?.results ?? null },
    isThere: from === color && record?.sealed[color]?.hash === sealed.hash,
  };
}
