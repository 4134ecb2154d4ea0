import { setTimeout as sleep } from "node:timers/promises";
import type { RunOptions, RunResult } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import type { Observed } from "../../model/observed.ts";
import type { Verdict } from "../../model/verdict.ts";
import { explainSystemError } from "../../model/system-error.ts";
import type { Display } from "../display/display.ts";
import { noteEvents } from "../telemetry/note-events.ts";
import { concealSecrets } from "./conceal-secrets.ts";
import { watchInterrupts } from "./interrupts.ts";
import { headOf, headSeen } from "./ledger-head.ts";
import { judgeFailure } from "./outcome.ts";
import { ResultDir } from "./result-dir.ts";
import { markRun } from "./run-marks.ts";
import type { RunCommand, RunReport } from "./run-report.ts";
import type { Session } from "./session.ts";
import { trafficOf, trafficText } from "./traffic.ts";

/** The phases a command goes through, each with the options that all of them share. */
export type Work = (shared: Pick<RunOptions, "onEvent" | "signal">) => Promise<RunResult>;

/**
 * Runs the program to its end, whatever that is: a failure is a report too. `said`: what the user called, where that is another
 * command.
 */
export async function execute(
  session: Session,
  command: RunCommand,
  display: Display,
  work: Work,
  said: string = command,
): Promise<RunReport> {
  const { ref, engine } = session;
  const results = new ResultDir();
  const unmark = command === "preview" ? () => undefined : markRun(ref, `tidegate ${said} -s ${ref.stack}`);
  const tell = (message: string) =>
    display.event({ type: "diagnostic", severity: "warning", message, ephemeral: false });
  const interrupts = watchInterrupts({
    first() {
      results.requestStop();
      tell(STOPPING);
    },
    second: () => tellWhereItEnds(session, said, results, tell),
  });
  const of = { command, stack: ref.stack, engine: engine.name };
  const notes = noteEvents();
  try {
    const { changes, outputs } = await work({
      onEvent(event) {
        const shown = concealSecrets(event);
        display.event(shown);
        notes.event(shown);
      },
      signal: interrupts.signal,
    });
    const verdicts = results.verdicts();
    return {
      ...{ ...of, exitCode: EXIT.done, changes, outputs, verdicts, traffic: null },
      ...headsOf(verdicts, session.observed),
    };
  } catch (thrown) {
    const error = explainSystemError(thrown) ?? thrown;
    const verdicts = results.verdicts();
    const { exitCode, message, next } = judgeFailure(error, verdicts, {
      wasInterrupted: interrupts.signal.aborted,
      command: said,
    });
    const seen = command === "preview" ? null : await lookAgain(session);
    return {
      ...of,
      exitCode,
      changes: {},
      outputs: {},
      verdicts,
      ...headsOf(verdicts, seen ?? session.observed),
      traffic: seen === null ? null : trafficOf(seen),
      error: exitCode === EXIT.bug && error instanceof Error ? (error.stack ?? message) : message,
      next: whereIs(seen) + next,
    };
  } finally {
    notes.end();
    interrupts.stop();
    unmark();
    results.remove();
    display.close();
  }
}

function headsOf(verdicts: readonly Verdict[], seen: Observed | undefined): Pick<RunReport, "ledger" | "head"> {
  const ledger = headOf(verdicts);
  return { ledger, head: ledger ?? headSeen(seen) };
}

const STOPPING =
  "Stopping: what only waits is given up, a switch that has begun is finished. Press Ctrl-C again to stop at once; the next " +
  "`tidegate up` repairs that.";

/** How long a second Ctrl-C waits for the host's answer. */
const ANSWER_WITHIN_MS = 5_000;

/** Who ends a run at once must still hear where traffic is, and not while it is just being moved. */
async function tellWhereItEnds(
  session: Session,
  command: string,
  results: ResultDir,
  tell: (message: string) => void,
): Promise<void> {
  await results.waitForSwitch();
  const seen = await Promise.race([lookAgain(session), sleep(ANSWER_WITHIN_MS, null)]);
  const where =
    seen === null ? `The host does not say where traffic is; \`tidegate status\` asks again. ` : whereIs(seen);
  tell(`Stopped at once. ${where}Run \`tidegate ${command}\` to finish what was begun.`);
}

function whereIs(seen: Observed | null): string {
  return seen === null ? "" : `Traffic: ${trafficText(seen)}. `;
}

/** After a failure the host is asked, because the engine does not know what a killed or refused cutover did. */
async function lookAgain(session: Session): Promise<Observed | null> {
  try {
    return await session.observe();
  } catch {
    return null; // the failure itself is told; where traffic is, `tidegate status` says once the host answers
  }
}
