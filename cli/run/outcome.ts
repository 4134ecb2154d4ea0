import { EXIT, TidegateError } from "../../model/errors.ts";
import type { Verdict } from "../../model/verdict.ts";

/** How a failed run ends: its exit code, what went wrong, what to do next. */
export interface Failure {
  exitCode: number;
  /** Whole text of the error. */
  message: string;
  next: string;
}

/**
 * Judges a failed run. What the edge's own commands found wins, because an engine only knows that a command failed: a red
 * gate is 3 and a switch somebody else made meanwhile is 6, whatever engine ran it. Anything that is no TidegateError is
 * our bug.
 */
export function judgeFailure(
  error: unknown,
  verdicts: readonly Verdict[],
  { wasInterrupted, command }: { wasInterrupted: boolean; command: string },
): Failure {
  const [red, ...others] = verdicts.filter((verdict) => !verdict.ok);
  const message = error instanceof Error ? error.message : String(error);
  if (wasInterrupted) {
    const stopped = verdicts.find(({ reason }) => reason === "interrupted");
    return {
      exitCode: EXIT.interrupted,
      message: stopped?.message ?? message,
      next: `Run \`tidegate ${command}\` to finish what was begun.`,
    };
  }
  if (red !== undefined) {
    const messages = [red, ...others].map((verdict) => verdict.message);
    const next =
      red.reason === "gates"
        ? `Do what the gates ask for and run \`tidegate ${command}\` again.`
        : nextStep(red.exitCode, command);
    return { exitCode: red.exitCode, message: messages.join("\n"), next };
  }
  const exitCode = error instanceof TidegateError ? error.exitCode : EXIT.bug;
  return { exitCode, message, next: nextStep(exitCode, command) };
}

function nextStep(exitCode: number, command: string): string {
  const again = `\`tidegate ${command}\` again`;
  switch (exitCode) {
    case EXIT.gateRed:
      return `Mend the release and run ${again}; nothing needs to be undone.`;
    case EXIT.rolledBack:
      return `Traffic is back. Mend the release, give it a new version, because this one has served, and run ${again}.`;
    case EXIT.busy:
      return `Run ${again}.`;
    case EXIT.policy:
      return `Change what the policy refuses and run ${again}.`;
    case EXIT.input:
      return `Correct it and run ${again}.`;
    default:
      return `Run ${again}. If it fails the same way, report it with this output.`;
  }
}
