import { setTimeout as sleep } from "node:timers/promises";
import type { EdgeRecord } from "../../../model/record.ts";
import { AwsError } from "../aws-error.ts";
import { lookOnce, type LookArgs, type LookEnd } from "./look-once.ts";

/** Between two looks. Figures come once a minute; targets and what people do are seen sooner. */
const LOOK_MS = 15_000;
/** So many looks in a row may come to nothing for trouble that passes: five minutes of them. */
const MOST_FAILURES = 20;

/** How what was watched has ended: it has all the traffic and was watched to the end, it was sent back, or it goes on. */
export type WatchEnd = "over" | "back" | "goes-on";

export interface Watched {
  end: WatchEnd;
  /** What served when the watch began. */
  first: EdgeRecord;
  last: LookEnd;
}

export interface WatchOptions {
  once: boolean;
  /** Ends it between two looks. */
  signal: AbortSignal;
  /** Is told of each look. */
  tell: (look: LookEnd) => void;
  /** Time between two looks; 15 s when left out. */
  everyMs?: number;
}

/**
 * Looks at a release until it is over, or once. While it goes on, looks that AWS does not answer are made again. Throws what {@link lookOnce}
 * does.
 */
export async function watchRelease(
  args: LookArgs,
  { once, signal, tell, everyMs = LOOK_MS }: WatchOptions,
): Promise<Watched> {
  let first: EdgeRecord | undefined;
  for (let failures = 0; ;) {
    const last = await lookOnce(args).catch((error: unknown) => {
      failures += 1;
      if (once || signal.aborted || failures > MOST_FAILURES || !passes(error)) throw error;
      args.log("warning", "a look came to nothing", { service: args.service, problem: error });
      return null;
    });
    if (last !== null) {
      failures = 0;
      first ??= last.record;
      tell(last);
      const end = endOf(first, last);
      if (end !== "goes-on" || once || signal.aborted) return { end, first, last };
      if (last.action === "step") continue; // what was moved is looked at again at once
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {}); // one look more, and it ends
  }
}

/** Whether it may be otherwise the next time. */
function passes(error: unknown): boolean {
  return error instanceof AwsError && ["throttled", "network", "fault"].includes(error.fault);
}

/** A release that went back is known by the switch that sent it. */
function endOf(first: EdgeRecord, { record, progress, action, standstill }: LookEnd): WatchEnd {
  if (record.active !== first.active) return "back";
  if (action === "back" && standstill === null) return "back";
  return progress.isOver ? "over" : "goes-on";
}
