import { join } from "node:path";
import { REPOSITORY } from "./repository.ts";

const HOUR_MS = 3_600_000;

/** Variables for a process that lives, with the Node.js processes it starts, so many hours later than all others; earlier below 0. */
export function clockOff(hours: number): NodeJS.ProcessEnv {
  const preload = join(REPOSITORY, "test", "support", "move-clock.ts");
  return { NODE_OPTIONS: `--import=${preload}`, TEST_CLOCK_OFF_MS: String(hours * HOUR_MS) };
}
