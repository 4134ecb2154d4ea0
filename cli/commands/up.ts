import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { assertCanAsk } from "../run/confirm.ts";
import { printReport } from "../run/print-report.ts";
import { runUp } from "../run/run-up.ts";
import { openSession } from "../run/session.ts";

export interface UpOptions extends RunCommandOptions {
  skipPreview: boolean;
}

/** Brings the stack up: looks at the host, refreshes when the state is wrong about it, shows what will happen, asks, does. */
export async function up(options: UpOptions): Promise<void> {
  assertCanAsk("up", options.stack, options);
  const session = await openSession(options, "host");
  const display = openDisplay(options);
  printReport(await runUp(session, options, display), display, options);
}
