import type { ObservedAgent } from "../../model/observed.ts";
import type { WatchStore } from "../../platforms/aws/store/watches.ts";

/** What the last watch of each service has left, in the words of an agent, which there is not on AWS; null where none has been. */
export async function readLastWatch(watches: WatchStore, services: readonly string[]): Promise<ObservedAgent | null> {
  const read = await Promise.all(
    services.map(async (service) => ({ service, watch: (await watches.read(service)).watch })),
  );
  const found = read.flatMap(({ service, watch }) => (watch === null ? [] : [{ service, watch }]));
  if (found.length === 0) return null;
  const standing = found.flatMap(({ service, watch }) =>
    watch.standstill === null ? [] : [[service, watch.standstill] as const],
  );
  return {
    ...{ id: "", state: "running", restarts: 0, version: null, silentMs: null },
    lastBeat: Math.max(...found.map(({ watch }) => watch.atMs)),
    standstills: Object.fromEntries(standing),
  };
}
