import type { Watched } from "../../../cli/drill/watch-fault.ts";
import type { Sample } from "../../../load/load.ts";

/** When the fault comes, on a clock that begins anywhere. */
export const FAULT_MS = 500_000;

/** A request that was sent so long after the fault and took 10 ms. */
export function sample(sinceFaultMs: number, detail?: string): Sample {
  const startMs = FAULT_MS + sinceFaultMs;
  const times = { startMs, headersMs: startMs + 8, endMs: startMs + 10 };
  const failure = detail === undefined ? null : { kind: "connect" as const, detail };
  return { client: 0, kind: "keepAlive", version: null, failure, ...times };
}

/** A fault at which a request every 100 ms was sent from 2 s before to 4 s after; those sent from `from` to before `to` are lost. */
export function watched({ from, to, ...times }: Partial<Watched> & { from?: number; to?: number } = {}): Watched {
  const samples = Array.from({ length: 60 }, (_, index) => {
    const at = -2_000 + index * 100;
    return sample(at, from !== undefined && to !== undefined && at >= from && at < to ? "ECONNREFUSED" : undefined);
  });
  const [beganMs, endedMs] = [FAULT_MS - 2_000, FAULT_MS + 4_000];
  return {
    beganMs,
    faultMs: FAULT_MS,
    noticedMs: FAULT_MS + 300,
    backMs: FAULT_MS + 2_000,
    endedMs,
    samples,
    ...times,
  };
}
