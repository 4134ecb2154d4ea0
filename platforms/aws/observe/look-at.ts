import type { AwsConfig } from "../../../model/aws/config.ts";
import type { StackId } from "../../../model/names.ts";
import type { Observed } from "../../../model/observed.ts";
import type { AwsClients } from "../clients.ts";
import { openStore } from "../store/open-store.ts";
import { asObserved } from "./as-observed.ts";
import { findPlace } from "./find-place.ts";
import { observeAws } from "./observe.ts";
import type { ObservedAws } from "./observed.ts";

/** What there is of a stack before a run. */
export interface Looked {
  /** In AWS's words. */
  aws: ObservedAws;
  /** As `plan/` has it of any platform. */
  observed: Observed;
}

/** Looks at everything of a stack: what is in the account, and what its bucket remembers. Throws an AwsError for what cannot be read. */
export async function lookAt(
  clients: AwsClients,
  id: StackId,
  config: Pick<AwsConfig, "bucket" | "region" | "cluster" | "loadBalancer" | "listeners">,
  now: () => number = Date.now,
): Promise<Looked> {
  const { records, ledger } = openStore(clients, config.bucket, id);
  const place = await findPlace(clients, id, config);
  const [aws, kept, ledgerState] = await Promise.all([observeAws(clients, place), records.readAll(), ledger.state()]);
  const memory = {
    records: kept.map(({ record }) => record),
    writtenAt: new Map(kept.map(({ record, writtenAt }) => [record.service, writtenAt])),
    ledger: ledgerState,
  };
  return { aws, observed: asObserved(place, aws, memory, Math.floor(now() / 1000)) };
}
