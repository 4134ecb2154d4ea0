import type { Color } from "../../../model/color.ts";
import { replicaName, type StackId } from "../../../model/names.ts";
import type { Observed, ObservedHost, ObservedReplica, ObservedService } from "../../../model/observed.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import { releaseHash, type SealedRelease } from "../../../model/release.ts";
import { serviceSchema, type ServiceInput, type ServiceSpec } from "../../../model/service.ts";

export const ID = { project: "p", stack: "dev" };

/** A service with blue 1 and green 2, blue declared active, two replicas each; changed by `change`. */
export function spec(change: Partial<ServiceInput> = {}): ServiceSpec {
  return serviceSchema.parse({ activeColor: "blue", blue: release("1"), green: release("2"), ...change });
}

export function release(version: string, change: object = {}): NonNullable<ServiceInput["blue"]> {
  return { version, image: `registry.test/shop:${version}`, ...change };
}

/** What the edge seals when a release gets traffic. */
export function seal(input: NonNullable<ServiceInput["blue"]>): SealedRelease {
  const sealed = serviceSchema.shape.blue.unwrap().parse(input);
  return { release: sealed, secretVolume: null, hash: releaseHash(sealed, null) };
}

/** Two running replicas of a color. */
export function replicas(
  color: Color,
  sealed: SealedRelease,
  change: Partial<ObservedReplica> = {},
): ObservedReplica[] {
  return [0, 1].map((index) => ({
    ...{ name: replicaName(ID, "shop", color, index), id: `${color}${index}`, color, version: sealed.release.version },
    ...{ release: sealed.hash, state: "running", exitCode: 0, restarts: 0, ...change },
  }));
}

export function record(change: Partial<EdgeRecord> = {}): EdgeRecord {
  return {
    ...{ service: "shop", active: "blue", generation: 7, config: { hash: "c", counter: 3 } },
    ...{ sealed: { blue: seal(release("1")), green: null }, ...change },
  };
}

/** Blue 1 serves, green 2 is staged. */
export function steady(change: Partial<ObservedService> = {}): ObservedService {
  return {
    record: record(),
    workers: ["blue"],
    replicas: [...replicas("blue", seal(release("1"))), ...replicas("green", seal(release("2")))],
    ...change,
  };
}

/** An edge that runs, and says nothing of a ledger. */
export const EDGE: NonNullable<ObservedHost["edge"]> = {
  ...{ id: "edge", hash: "h", state: "running", ports: [], workers: 1, base: { hash: "b", counter: 5 } },
};

/** A host with the service `shop` on it as given; null for none. */
export function observedHost(
  shop: ObservedService | null = steady(),
  change: Partial<ObservedHost> = {},
): ObservedHost {
  return {
    ...{ name: "default", engineId: "E", environment: "e1" },
    edge: EDGE,
    services: shop === null ? {} : { shop },
    ...change,
  };
}

/** A stack with one such host. */
export function observed(
  shop: ObservedService | null = steady(),
  change: Partial<ObservedHost> & Partial<StackId> = {},
): Observed {
  const { project = ID.project, stack = ID.stack, ...ofHost } = change;
  return observedOn([observedHost(shop, ofHost)], { project, stack });
}

/** A stack with these hosts. */
export function observedOn(hosts: ObservedHost[], id: StackId = ID): Observed {
  return { format: 2, ...id, observedAt: 1_700_000_000, hosts };
}
