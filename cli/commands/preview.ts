import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { guardPlan } from "../policy/plan-guard.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack, tellOfNoPack } from "../run/policy-pack.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";
import { previewMustRefresh } from "../run/why-refresh.ts";

/** Shows what an `up` would do, and changes nothing. */
export async function preview(options: RunCommandOptions): Promise<void> {
  const session = await openSession(options, "snapshot");
  const { engine, ref } = session;
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  const refresh = await previewMustRefresh(session, options.refresh);
  const display = openDisplay(options, true);
  const report = await execute(session, "preview", display, async ({ onEvent, ...shared }) => {
    for (const event of tellOfNoPack(policyPack, options.policyPack)) onEvent(event);
    const guard = guardPlan(session, onEvent);
    const run = { ...shared, onEvent: guard.onEvent, refresh, ...(policyPack === undefined ? {} : { policyPack }) };
    const planned = await engine.preview(run);
    if (options.policyPack !== false) guard.approve();
    return planned;
  });
  printReport(report, display, options);
}
