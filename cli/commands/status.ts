import { setTimeout as sleep } from "node:timers/promises";
import { paintFor, takesColors } from "../display/paint.ts";
import { fit, terminalColumns } from "../display/wrap.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { renderStatus } from "../status/render-status.ts";
import { statusResult } from "../status/status-report.ts";

export interface StatusOptions extends StackOptions {
  watch: boolean;
}

const WATCH_MS = 2_000;

/** Shows which color serves, and how well; with `--watch` until Ctrl-C. Throws an InputError where nobody can be asked. */
export async function status(options: StatusOptions): Promise<void> {
  const platform = await openPlatform(findStack(options.cwd, options.stack));
  const paint = paintFor(takesColors(process.stdout));
  for (;;) {
    const report = await platform.readStatus();
    if (options.json) statusResult.print(report);
    else show(renderStatus(report, paint), options.watch);
    if (!options.watch) return;
    await sleep(WATCH_MS);
  }
}

function show(text: string, isWatched: boolean): void {
  const fitting = fit(text, terminalColumns(process.stdout));
  process.stdout.write(process.stdout.isTTY && isWatched ? `\u001b[2J\u001b[H${fitting}` : fitting);
}
