import type { RunResult } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack } from "../run/policy-pack.ts";
import { prepareRun } from "../run/prepare-run.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";
import { whyRefresh } from "../run/why-refresh.ts";

export interface UpOptions extends RunCommandOptions {
  skipPreview: boolean;
}

/** Brings the stack up: looks at the host, refreshes when the state is wrong about it, shows what will happen, asks, does. */
export async function up(options: UpOptions): Promise<void> {
  assertCanAsk("up", options.stack, options);
  const session = await openSession(options, "host");
  const { ref, engine } = session;
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  const reason = options.refresh ? "asked for" : await whyRefresh(session);
  const display = openDisplay(options);

  let isDeclined = false;
  const report = await execute(session, "up", display, async (shared): Promise<RunResult> => {
    const { run, approve } = prepareRun(session, options, { ...shared, policyPack, reason });
    if (options.yes) return await engine.up({ ...run, skipPreview: options.skipPreview });
    const planned = await engine.preview(run);
    approve();
    if (shared.signal?.aborted === true || (reason === undefined && isEmpty(planned))) return planned;
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
