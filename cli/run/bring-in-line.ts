import { withValue, writeEdit } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { Color } from "../../model/color.ts";
import { TidegateError } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { printReport } from "./print-report.ts";
import type { RunReport } from "./run-report.ts";
import { runUp } from "./run-up.ts";
import { openSession, type Session } from "./session.ts";

/** A service whose traffic was moved at the edge alone. */
export interface Moved {
  service: string;
  to: Color;
}

/**
 * Has the stack's file say where traffic is, then its state, by an `up` without a preview; prints that one's report unless
 * `--json`. The file says it even where the rest fails. Throws a TidegateError where the state cannot be opened.
 */
export async function bringInLine(
  ref: StackRef,
  moved: readonly Moved[],
  options: RunCommandOptions,
): Promise<RunReport> {
  const session = await declare(ref, moved, options);
  const display = openDisplay(options);
  const report = await runUp(session, { ...options, yes: true, skipPreview: true }, display);
  if (options.json) return report;
  printReport(report, display, options);
  if (report.exitCode === 0) {
    process.stdout.write(
      `Pulumi.${ref.stack}.yaml says ${colorsText(moved)}. Commit it: an \`up\` from another checkout moves the traffic forward again.\n`,
    );
  }
  return report;
}

/** Writes the colors into the stack's file, after whatever is unfinished there, and opens the stack. */
async function declare(ref: StackRef, moved: readonly Moved[], options: RunCommandOptions): Promise<Session> {
  try {
    const session = await openSession(options, "host");
    await session.engine.settleConfig();
    return session;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const back = moved.map(({ service, to }) => `${service}: traffic is back on ${to}`).join(", ");
    throw new TidegateError(
      `${back}, but the stack's state does not say so yet.\n${error.message}\nThen run \`tidegate up -s ${ref.stack}\`.`,
      error.exitCode,
    );
  } finally {
    // Also where the state is out of reach.
    for (const { service, to } of moved) {
      await writeEdit(withValue(ref, `tidegate:services.${service}.activeColor`, to));
    }
  }
}

function colorsText(moved: readonly Moved[]): string {
  const [first, ...others] = moved;
  if (first !== undefined && others.length === 0) return `activeColor: ${first.to}`;
  return moved.map(({ service, to }) => `activeColor: ${to} of ${service}`).join(", ");
}
