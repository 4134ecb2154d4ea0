import { BusyError, EXIT, InputError, LockedError, PolicyError, TidegateError } from "../../model/errors.ts";
import type { StackRef } from "../engine.ts";
import type { EventMapper } from "./event-mapper.ts";
import { clearDeadLocks } from "./locks.ts";
import { PULUMI_EXIT, type PulumiExit } from "./run-pulumi.ts";

/**
 * What the CLI says of a stack that another run holds, in a bucket and in Pulumi Cloud: pkg/backend/diy/lock.go, and the service's
 * own words. Its exit code is the one of every error, and a bucket's lock files are not ours to read.
 */
const HELD = /the stack is currently locked by|Another update is currently in progress/;

/** How the SDK begins what it says of an exception that is no refusal of the program's: cmd/run/run.ts. */
const UNHANDLED = "Running program ";

/**
 * The error of a run of the CLI that did not exit 0, told apart by exit code, by the events seen and by the lock files:
 * the CLI's own codes do not tell policy, lock or program apart yet.
 */
export function failedRun(ref: StackRef, exit: PulumiExit, events?: EventMapper): TidegateError {
  const said = exit.stderr.replaceAll(/^error: /gm, "").trim();
  if (exit.code === PULUMI_EXIT.authentication) {
    return new InputError(
      `The Pulumi CLI is not signed in: ${said}. Sign in (\`pulumi login --local\` keeps state on this machine), ` +
        "or use `--engine embedded` for a new environment.",
    );
  }
  if (exit.code === PULUMI_EXIT.noStack) {
    return new InputError(
      `stack: ${ref.stack} is not in the Pulumi backend in use. Run \`tidegate up -s ${ref.stack}\`.`,
    );
  }
  if (exit.code === PULUMI_EXIT.cancelled) return new TidegateError("The run was stopped before its end.", EXIT.bug);
  if (exit.code > 128) return new TidegateError("The Pulumi CLI was killed before its end.", EXIT.bug);
  if (events?.hasBegun !== true) return notBegun(ref, exit, said);
  if (events.mandatory.length > 0) return new PolicyError(events.mandatory.join("\n"));
  const message = [...events.failures, said].filter((line) => line !== "").join("\n");
  const isBug = events.failures.some((failure) => failure.startsWith(UNHANDLED));
  return isBug ? new TidegateError(message, EXIT.bug) : new InputError(message);
}

function notBegun(ref: StackRef, exit: PulumiExit, said: string): TidegateError {
  try {
    clearDeadLocks(ref);
  } catch (error) {
    if (error instanceof BusyError) return error;
    throw error;
  }
  if (HELD.test(said)) {
    return new LockedError(`Stack ${JSON.stringify(ref.stack)} is in use by another run. ${said}`);
  }
  const text = said === "" ? `the Pulumi CLI ended with exit code ${exit.code}` : said;
  return new InputError(`Pulumi.${ref.stack}.yaml: ${text}`);
}
