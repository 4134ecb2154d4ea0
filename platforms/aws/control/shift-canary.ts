import type { Shift, ShiftConflict, Switched } from "../../../edge/session.ts";
import { InputError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { Facts } from "../../../model/ledger.ts";
import type { AwsClients } from "../clients.ts";
import { recordAfterShift } from "../store/next-record.ts";
import type { AwsStore } from "../store/open-store.ts";
import type { Untold } from "../store/records.ts";
import { settle } from "../store/settle.ts";
import type { FoundService } from "./found-service.ts";
import { publish } from "./publish.ts";

export interface ShiftArgs {
  clients: AwsClients;
  store: AwsStore;
  service: string;
  found: Pick<FoundService, "rule" | "testRule" | "groups">;
}

/**
 * Changes the canary of a service, as a switch is made: the record on condition that nobody has changed it since, then the ledger, then the
 * rules. Returns what is there where somebody has. Throws an InputError where the rule cannot be set or is not as it must be afterwards: who
 * looks next has it follow the record.
 */
export async function shiftCanary(
  { clients, store, service, found }: ShiftArgs,
  { generation, expected, canary: next, facts }: Shift,
): Promise<Switched | ShiftConflict> {
  const { records } = store;
  const kept = await records.read(service);
  const before = kept === null ? null : (await settle(store, kept)).read;
  const { record } = before ?? {};
  const there = { generation: record?.generation ?? 0, revision: record?.canary?.revision ?? 0 };
  if (record === undefined || there.generation !== generation || there.revision !== expected) return there;
  const after = { record: recordAfterShift(record, next), untold: facts === undefined ? null : told(facts) };
  failPoint("aws:before-record");
  const etag = await records.put(after, before);
  if (etag === null) return await conflict(store, service);
  failPoint("aws:after-record");
  const { head } = await settle(store, { ...after, etag });
  const startedAt = performance.now();
  const { problem } = await publish(clients, store, service, found);
  if (problem !== undefined) throw new InputError(`${service}: its canary was changed, and ${problem}. Run again.`);
  return { at: Date.now(), tookMs: performance.now() - startedAt, head };
}

async function conflict({ records }: AwsStore, service: string): Promise<ShiftConflict> {
  const { generation = 0, canary } = (await records.read(service))?.record ?? {};
  return { generation, revision: canary?.revision ?? 0 };
}

function told(facts: Facts): Untold {
  if (facts.kind === "canary" || facts.kind === "verified") return facts;
  throw new Error(`a canary does not change with an entry ${facts.kind}`);
}
