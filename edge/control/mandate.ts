import { EXIT } from "../../model/errors.ts";
import { isStopRequested, noteSwitching, RESULT_DIR_VARIABLE } from "../../model/stop-file.ts";
import { readLineage, type Lineage } from "./lineage.ts";
import { ControlError } from "./verdict-file.ts";

/** How soon a wait ends once the mandate does. */
const LOOK_MS = 100;

/** What allows this process to move traffic: a run that goes on, and that nobody has asked to stop. */
export interface Mandate {
  /** Throws a ControlError when the run is gone, or was asked to stop. */
  assertStands(): void;
  /** Whether somebody asked the run to stop. One that is just gone has asked for nothing. */
  isStopRequested(): boolean;
  /** What `wait` comes to; throws as soon as the mandate ends. */
  during<T>(wait: Promise<T>): Promise<T>;
  /** Does what must not be broken off once it has begun: it begins only while the mandate stands. */
  atomically<T>(act: () => Promise<T>): Promise<T>;
}

/** From `TIDEGATE_RESULT_DIR` and, for a run that was started without it, from the signals of a terminal. */
export function readMandate(service: string, folder = process.env[RESULT_DIR_VARIABLE]): Mandate {
  return mandate(service, folder, readLineage());
}

/** Of a command that moves traffic itself: it stands until Ctrl-C or SIGTERM, whoever started it. */
export function signalMandate(service: string): Mandate {
  return mandate(service, undefined, { assertAlive() {} });
}

function mandate(service: string, folder: string | undefined, lineage: Lineage): Mandate {
  let isSignalled = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => (isSignalled = true));

  const isAskedToStop = () => isSignalled || (folder !== undefined && isStopRequested(folder));

  function assertStands(): void {
    lineage.assertAlive();
    if (!isAskedToStop()) return;
    throw new ControlError(
      `${service}: the run was interrupted before the switch. Traffic stays where it is; run again to go on.`,
      EXIT.interrupted,
      "interrupted",
    );
  }

  return {
    assertStands,
    isStopRequested: isAskedToStop,
    async during(wait) {
      let timer: NodeJS.Timeout | undefined;
      const ended = new Promise<never>((_, reject) => {
        timer = setInterval(() => {
          try {
            assertStands();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error))); // assertStands throws errors only
          }
        }, LOOK_MS);
      });
      try {
        assertStands();
        return await Promise.race([wait, ended]);
      } finally {
        clearInterval(timer);
      }
    },
    async atomically(act) {
      const done = folder === undefined ? () => {} : noteSwitching(folder);
      try {
        assertStands(); // after the note: whoever asks to stop sees it, or is seen here
        return await act();
      } finally {
        done();
      }
    },
  };
}
