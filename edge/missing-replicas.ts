import { messageOn } from "../model/hosts.ts";
import { replicaName } from "../model/names.ts";
import { replicasOf } from "../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";
import { servingColors } from "../plan/serving-colors.ts";

/** What to tell of containers that are gone of a color that serves: the state may still believe in them, and only a refresh finds out. */
export function missingReplicaNotices(
  service: string,
  { replicas }: { replicas: number },
  observed: Observed,
): string[] {
  return observed.hosts.flatMap((host) =>
    hostNotices(service, replicas, host, observed).map((notice) => messageOn(observed.hosts, host, notice)),
  );
}

function hostNotices(service: string, replicas: number, host: ObservedHost, observed: Observed): string[] {
  const there = new Set(replicasOf([host], service).map((replica) => replica.name));
  return servingColors([host], service).flatMap((color) => {
    const names = Array.from({ length: replicas }, (_, index) => replicaName(observed, service, color, index));
    const missing = names.filter((replica) => !there.has(replica));
    if (missing.length === 0) return [];
    return [
      `${service}.${color} serves without ${missing.join(", ")}: not on the host. ` +
        "Unless this `up` makes it, run it again with `--refresh`.",
    ];
  });
}
