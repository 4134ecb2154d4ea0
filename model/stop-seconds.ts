import { wholeSeconds } from "./duration.ts";

/** Beyond the drain time: what the process itself needs to end. */
export const STOP_MARGIN_SECONDS = 5;

/** Seconds between the polite signal to stop and the hard one, for a container that may drain for so long. */
export function stopSeconds(drain: string): number {
  return wholeSeconds(drain) + STOP_MARGIN_SECONDS;
}
