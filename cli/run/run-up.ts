import type { RunResult } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import type { Display } from "../display/display.ts";
import type { RunCommandOptions } from "../options.ts";
import { confirm } from "./confirm.ts";
import { execute } from "./execute.ts";
import { prepareRun } from "./prepare-run.ts";
import type { RunReport } from "./run-report.ts";
import { openSession, type Session } from "./session.ts";
import { patienceOf, whenFree } from "./when-free.ts";
import { tenancyOf, withLease } from "./with-lease.ts";

/**
 * An `up` with all that belongs to it: preview, judgement, question, update. Declined, it ends as if it had been stopped. `said`:
 * what the user called, where that is another command.
 */
export async function runUp(
  session: Session,
  options: RunCommandOptions & { skipPreview: boolean },
  display: Display,
  said = "up",
): Promise<RunReport> {
  let [current, begin] = [session, await prepareRun(session, options)];
  let isDeclined = false;
  const report = await execute(
    session,
    "up",
    display,
    (shared) =>
      whenFree(patienceOf(options, shared), async (isAgain): Promise<RunResult> => {
        if (isAgain) {
          current = await openSession(options, "host");
          begin = await prepareRun(current, options);
        }
        const run = begin(shared);
        const bringUp = (skipPreview: boolean) =>
          withLease(current, tenancyOf(current, said, shared), () => current.engine.up({ ...run, skipPreview }));
        if (options.yes) return await bringUp(options.skipPreview);
        const planned = await current.engine.preview(run);
        run.approve();
        if (shared.signal?.aborted === true || (run.refresh !== true && isEmpty(planned))) return planned;
        isDeclined = !(await confirm(`\nDo this to ${session.ref.stack}? [y/N] `));
        if (!isDeclined) return await bringUp(true);
        shared.onEvent({ type: "diagnostic", severity: "info", message: "Nothing was changed.", ephemeral: false });
        return { changes: {}, outputs: {} };
      }),
    said,
  );
  if (isDeclined) return { ...report, exitCode: EXIT.interrupted };
  if (hasMovedTraffic(report)) await session.platform.tidyUp(session.engine);
  return report;
}

function hasMovedTraffic({ exitCode, verdicts }: RunReport): boolean {
  return exitCode === EXIT.done && verdicts.some(({ verb, switchMs }) => verb === "cutover" && switchMs !== null);
}

/** Nothing to ask about: everything is as declared. */
function isEmpty({ changes }: RunResult): boolean {
  return Object.entries(changes).every(([op, count]) => op === "same" || op === "read" || count === 0);
}
