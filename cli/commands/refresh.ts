import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { execute } from "../run/execute.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";
import { patienceOf, whenFree } from "../run/when-free.ts";

/** Reads what really exists into the engine's state; changes nothing on the host. */
export async function refresh(options: RunCommandOptions): Promise<void> {
  const session = await openSession(options, "host");
  const display = openDisplay(options, true);
  const report = await execute(session, "refresh", display, (shared) =>
    whenFree(patienceOf(options, shared), () => session.engine.refresh(shared)),
  );
  printReport(report, display, options);
}
