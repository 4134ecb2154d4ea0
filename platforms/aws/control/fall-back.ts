import { FAILED } from "../../../edge/control/fall-back.ts";
import { fallbackFacts } from "../../../edge/control/switch-facts.ts";
import { ControlError } from "../../../edge/control/verdict-file.ts";
import type { Problem } from "../../../edge/control/verify.ts";
import { BusyError, EXIT } from "../../../model/errors.ts";
import type { SwitchFacts } from "../../../model/ledger.ts";
import type { ReadRecord } from "../store/records.ts";
import type { Candidate } from "./move.ts";
import { switchTraffic } from "./switch-traffic.ts";

/** Puts the traffic back where it was, because the color turned out red; one that served before stays. Always throws. */
export async function fallBack(
  candidate: Candidate,
  read: ReadRecord,
  facts: SwitchFacts | undefined,
  problem: Problem,
): Promise<never> {
  const { args, from, before } = candidate;
  const { service, color, sealed, generation } = args;
  const { version } = sealed.release;
  const red = problem.kind === "arrival" ? problem.text : `it ${FAILED[problem.kind]}.\n${problem.text}`;
  if (facts === undefined || from === color) {
    const text = `${service}: ${color} (version ${version}) should serve, but ${red} Nothing was changed.`;
    throw new ControlError(text, EXIT.gateRed, "verify");
  }
  const record = before?.record ?? null;
  const last = await latest(candidate, read);
  const { head } = await switchTraffic(candidate, last, {
    ...{ service, active: from, generation: generation + 1, sealed: last.record.sealed },
    ...{ hold: record?.hold ?? null, movedWith: null, facts: fallbackFacts(facts, record, problem.text) },
  }).catch((error: unknown) => {
    throw error instanceof BusyError ? error : notBack(candidate, red, error);
  });
  const details = { service, version, from, to: from, ...(head === null ? {} : { ledger: head }) };
  const text = `${service}: ${color} (version ${version}) got the traffic, which is back on ${from ?? "nobody"}: ${red}`;
  throw new ControlError(text, EXIT.rolledBack, "verify", details);
}

/** The record as it stands now, where nobody has switched since: a hold may have been cleared while the color was watched. */
async function latest({ args: { store, service } }: Candidate, read: ReadRecord): Promise<ReadRecord> {
  const now = await store.records.read(service).catch(() => null); // the switch says why it cannot be made
  return now?.record.generation === read.record.generation ? now : read;
}

function notBack({ args: { service, color }, from }: Candidate, red: string, error: unknown): ControlError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ControlError(
    `${service}: ${color} was to serve, but ${red}\nThe way back to ${from ?? "nobody"} was not made to its end either: ${why}\n` +
      "`tidegate status` says where traffic goes; run again.",
    EXIT.gateRed,
    "verify",
  );
}
