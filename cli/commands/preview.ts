import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
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
  const report = await execute(session, "preview", display, (shared) =>
    engine.preview({ ...shared, refresh, ...(policyPack === undefined ? {} : { policyPack }) }),
  );
  printReport(report, display, options);
}
