import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { guardPlan } from "../policy/plan-guard.ts";
import { execute } from "../run/execute.ts";
import { refreshReason } from "../run/must-refresh.ts";
import { findPolicyPack } from "../run/policy-pack.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";

/** Shows what an `up` would do, and changes nothing. */
export async function preview(options: RunCommandOptions): Promise<void> {
  const session = await openSession(options, "snapshot");
  const { engine, observed, ref } = session;
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  const isStale = observed !== undefined && refreshReason(await engine.recorded(), observed) !== undefined;
  const refresh = options.refresh || (isStale && process.env["TIDEGATE_OBSERVED"] === undefined);
  const display = openDisplay(options);
  const report = await execute(session, "preview", display, async ({ onEvent, ...shared }) => {
    const guard = guardPlan(session, onEvent);
    const run = { ...shared, onEvent: guard.onEvent, refresh, ...(policyPack === undefined ? {} : { policyPack }) };
    const planned = await engine.preview(run);
    if (options.policyPack !== false) guard.approve();
    return planned;
  });
  printReport(report, display, options);
}
