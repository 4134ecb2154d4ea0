import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The folder in which a run's processes leave word for each other; none where `tidegate` did not start the run. */
export const RESULT_DIR_VARIABLE = "TIDEGATE_RESULT_DIR";

const STOP = "stop";
const SWITCHING = "switching-";

/** Asks every control process of a run to give up what only waits. Signals reach them on no engine: each has its own group. */
export function requestStop(folder: string): void {
  writeFileSync(join(folder, STOP), "");
}

export function isStopRequested(folder: string): boolean {
  return existsSync(join(folder, STOP));
}

/** Notes that this process is moving traffic, which is not to be broken off; the returned function says that it is through. */
export function noteSwitching(folder: string): () => void {
  const file = join(folder, `${SWITCHING}${process.pid}`);
  writeFileSync(file, "");
  return () => rmSync(file, { force: true });
}

export function isSwitching(folder: string): boolean {
  return readdirSync(folder).some((name) => name.startsWith(SWITCHING));
}

/** How long a switch that has begun may hold up the end of its run. */
const SWITCH_WITHIN_MS = 10_000;
const LOOK_MS = 50;

/** Waits until nobody moves traffic any more, for ten seconds at most, and no longer than `goesOn` says so. */
export async function waitForSwitch(folder: string, goesOn: () => boolean = () => true): Promise<void> {
  for (let waited = 0; goesOn() && isSwitching(folder) && waited < SWITCH_WITHIN_MS; waited += LOOK_MS) {
    await sleep(LOOK_MS);
  }
}
