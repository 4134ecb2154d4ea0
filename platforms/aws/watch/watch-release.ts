import { setTimeout as sleep } from "node:timers/promises";
import type { EdgeRecord } from "../../../model/record.ts";
import { lookOnce, type LookArgs, type LookEnd } from "./look-once.ts";

/** Between two looks. Figures come once a minute; targets and what people do are seen sooner. */
const LOOK_MS = 15_000;

/** How what was watched has ended: it has all the traffic and was watched to the end, it was sent back, or it goes on. */
export type WatchEnd = "over" | "back" | "goes-on";

export interface Watched {
  end: WatchEnd;
  /** What served when the watch began. */
  first: EdgeRecord;
  last: LookEnd;
}

/** Looks at a release until it is over, or once. Each look is told of. `signal` ends it between two looks. */
export async function watchRelease(
  args: LookArgs,
  { once, signal, tell }: { once: boolean; signal: AbortSignal; tell: (look: LookEnd) => void },
): Promise<Watched> {
  let first: EdgeRecord | undefined;
  for (;;) {
    const last = await lookOnce(args);
    first ??= last.record;
    tell(last);
    const end = endOf(first, last);
    if (end !== "goes-on" || once || signal.aborted) return { end, first, last };
    // What was moved is looked at again at once.
    if (!["step", "back"].includes(last.action)) await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

/** A release that went back is known by the switch that sent it. */
export function endOf(first: EdgeRecord, { record, progress, action, standstill }: LookEnd): WatchEnd {
  if (record.active !== first.active) return "back";
  if (action === "back" && standstill === null) return "back";
  return progress.isOver ? "over" : "goes-on";
}
