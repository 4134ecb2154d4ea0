import type { RunResult } from "../../engine/engine.ts";
import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { guardPlan } from "../policy/plan-guard.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack, tellOfNoPack } from "../run/policy-pack.ts";
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
    if (reason !== undefined) {
      const message = `Refreshing first: ${reason}.`;
      shared.onEvent({ type: "diagnostic", severity: "info", message, ephemeral: false });
    }
    for (const event of tellOfNoPack(policyPack, options.policyPack)) shared.onEvent(event);
    const guard = guardPlan(session, shared.onEvent);
    const approve = options.policyPack === false ? () => undefined : guard.approve;
    const run = {
      ...{ ...shared, onEvent: guard.onEvent, refresh: reason !== undefined, approve },
      ...(policyPack === undefined ? {} : { policyPack }),
    };
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
