import type { RunResult } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { execute } from "../run/execute.ts";
import { prepareRun } from "../run/prepare-run.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";

export interface UpOptions extends RunCommandOptions {
  skipPreview: boolean;
}

/** Brings the stack up: looks at the host, refreshes when the state is wrong about it, shows what will happen, asks, does. */
export async function up(options: UpOptions): Promise<void> {
  assertCanAsk("up", options.stack, options);
  const session = await openSession(options, "host");
  const { ref, engine } = session;
  const begin = await prepareRun(session, options);
  const display = openDisplay(options);

  let isDeclined = false;
  const report = await execute(session, "up", display, async (shared): Promise<RunResult> => {
    const run = begin(shared);
    if (options.yes) return await engine.up({ ...run, skipPreview: options.skipPreview });
    const planned = await engine.preview(run);
    run.approve();
    if (shared.signal?.aborted === true || (run.refresh !== true && isEmpty(planned))) return planned;
    isDeclined = !(await confirm(`\nDo this to ${ref.stack}? [y/N] `));
    if (!isDeclined) return await engine.up({ ...run, skipPreview: true });
    shared.onEvent({ type: "diagnostic", severity: "info", message: "Nothing was changed.", ephemeral: false });
    return { changes: {}, outputs: {} };
  });
  printReport(isDeclined ? { ...report, exitCode: EXIT.interrupted } : report, display, options);
}

/** Nothing to ask about: everything is as declared. */
function isEmpty({ changes }: RunResult): boolean {
  return Object.entries(changes).every(([op, count]) => op === "same" || op === "read" || count === 0);
}
