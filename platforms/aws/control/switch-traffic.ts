import { switchedMeanwhile } from "../../../edge/control/switched-meanwhile.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { LedgerHead } from "../../../model/ledger-state.ts";
import { nextRecord, type RecordSwitch } from "../store/next-record.ts";
import type { ReadRecord } from "../store/records.ts";
import { settle } from "../store/settle.ts";
import type { FoundService } from "./found-service.ts";
import type { MoveArgs } from "./move.ts";
import { publish } from "./publish.ts";

/** Who makes a switch, of what. */
export interface Switcher {
  args: Pick<MoveArgs, "clients" | "store" | "service">;
  found: Pick<FoundService, "rule" | "testRule" | "groups">;
}

export interface Switched {
  /** The record as it stands now. */
  read: ReadRecord;
  /** From the first change of a rule to the last that was read back. */
  tookMs: number;
  head: LedgerHead | null;
  /** What is wrong with the public rule as it is read back; undefined where nothing is. */
  problem: string | undefined;
}

/** A switch that was made, and whose rules could not be set; what was thrown is the cause. */
export class UnpublishedError extends Error {
  readonly read: ReadRecord;

  constructor(read: ReadRecord, cause: unknown) {
    super("the rules could not be set", { cause });
    this.read = read;
  }
}

/**
 * Makes a switch: the record first, on condition that it still is what was read; with it what the ledger is to say; then the ledger; then the
 * rules. Whoever dies in between leaves a record that the next one brings the ledger and the rules in line with. Throws a BusyError where
 * somebody else has switched, before or meanwhile.
 */
export async function switchTraffic(
  { args: { clients, store, service }, found }: Switcher,
  before: ReadRecord | null,
  made: RecordSwitch,
): Promise<Switched> {
  const { records } = store;
  const kept = { record: nextRecord(before?.record ?? null, made), untold: made.facts ?? null };
  failPoint("aws:before-record");
  const etag = await records.put(kept, before);
  if (etag === null) {
    throw switchedMeanwhile(service, (await records.read(service))?.record.generation ?? 0, made.generation);
  }
  failPoint("aws:after-record");
  const { read, head } = await settle(store, { ...kept, etag });
  const startedAt = performance.now();
  const published = await publish(clients, store, service, found).catch((error: unknown) => {
    throw new UnpublishedError(read, error);
  });
  if (published.generation !== made.generation) throw switchedMeanwhile(service, published.generation, made.generation);
  return { read, head, problem: published.problem, tookMs: performance.now() - startedAt };
}
