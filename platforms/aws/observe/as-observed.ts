import { soleEnvironment } from "../../../edge/sole-environment.ts";
import { COLORS } from "../../../model/color.ts";
import type { LedgerState } from "../../../model/ledger-state.ts";
import { replicaName } from "../../../model/names.ts";
import type { Observed, ObservedReplica, ObservedService } from "../../../model/observed.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { AwsPlace } from "../place.ts";
import type { ObservedAws, ObservedPool } from "./observed.ts";
import { colorsServed } from "./served.ts";

/** What the store remembers of a stack. */
export interface AwsMemory {
  records: readonly EdgeRecord[];
  /** By service, when its record was last written, Unix time in milliseconds; left out where nobody asks. */
  writtenAt?: ReadonlyMap<string, number>;
  ledger: LedgerState;
}

/**
 * What really is in an account as `plan/` has it of any platform: the region is the one host, its load balancer the edge, a service's
 * rule the one worker, and every task that runs a replica, by the name that it would have on a host. `observedAt` is Unix time in seconds.
 * Throws an InputError when things of two environments bear the stack's name.
 */
export function asObserved(
  { id, region, listener }: AwsPlace,
  aws: ObservedAws,
  { records, writtenAt, ledger }: AwsMemory,
  observedAt: number,
): Observed {
  const names = new Set([
    ...records.map(({ service }) => service),
    ...aws.pools.map(({ service }) => service),
    ...aws.rules.map(({ service }) => service),
  ]);
  const services = [...names].toSorted().map((name): [string, ObservedService] => {
    const record = records.find(({ service }) => service === name) ?? null;
    const pools = aws.pools.filter(({ service }) => service === name);
    const replicas = COLORS.flatMap((color) => pools.filter((pool) => pool.color === color)).flatMap((pool) =>
      replicasOf(pool, (index) => replicaName(id, name, pool.color, index)),
    );
    const seen = { record, workers: colorsServed(aws, name, record), replicas, wanted: wantedOf(pools) };
    const recordedAt = writtenAt?.get(name);
    return [name, recordedAt === undefined ? seen : { ...seen, recordedAt: Math.floor(recordedAt / 1000) }];
  });
  const edge = {
    ...{ id: listener ?? "", hash: "", state: "running", ports: [], workers: 1, ledger },
    base: { hash: "", counter: 0 }, // it remembers nothing, so that it cannot have forgotten anything either
  };
  return {
    ...{ format: 2, project: id.project, stack: id.stack, observedAt },
    hosts: [
      {
        ...{ name: region, engineId: listener ?? "" },
        environment: soleEnvironment(
          id,
          [...aws.pools, ...aws.rules, ...aws.testRules].map(({ environment }) => environment),
        ),
        edge: listener === null ? null : edge,
        services: Object.fromEntries(services),
      },
    ],
  };
}

function wantedOf(pools: readonly ObservedPool[]): NonNullable<ObservedService["wanted"]> {
  return Object.fromEntries(
    pools.map(({ color, desired, replicas }) => [color, { tasks: desired, declared: replicas }]),
  );
}

/** Its tasks that run, the longest first: AWS gives them names that tell nothing. */
function replicasOf(pool: ObservedPool, nameOf: (index: number) => string): ObservedReplica[] {
  return pool.tasks
    .filter(({ status }) => status === "RUNNING")
    .map(({ arn, version, release }, index) => ({
      ...{ name: nameOf(index), id: arn, color: pool.color, version, release },
      ...{ state: "running", exitCode: 0, restarts: 0 },
    }));
}
