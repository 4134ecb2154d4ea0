import { execIn } from "../../docker/exec.ts";
import { BusyError, EXIT, InputError } from "../../model/errors.ts";
import { edgeContainerName } from "../../model/names.ts";
import { LEASE_VARIABLE } from "../lease.ts";
import type { RunningEdge } from "../running-edge.ts";
import { ControlError } from "../control/verdict-file.ts";
import { SCRIPTS } from "./paths.ts";
import { SCRIPT_EXIT } from "./script-exit.ts";

/** Runs one of the edge's scripts to its end. A refused config and a lock held by another are errors of their own. */
export async function runScript(
  edge: RunningEdge,
  command: readonly [script: string, ...args: string[]],
  input: object,
): Promise<void> {
  const [script, ...args] = command;
  const { exitCode, stderr } = await execIn(edge.docker, edge.container, [`${SCRIPTS}/${script}.sh`, ...args], {
    stdin: JSON.stringify(input),
    env: scriptEnvironment(),
  });
  if (exitCode === 0) return;
  dieWith(exitCode);
  if (exitCode === SCRIPT_EXIT.refused) {
    const message = `edge: the proxy refused the new config and keeps the old one.\n${stderr.trimEnd()}`;
    throw new ControlError(message, EXIT.input, "config");
  }
  if (exitCode === SCRIPT_EXIT.silent) throw silentEdge(edge, stderr.trim());
  if (exitCode === SCRIPT_EXIT.busy) throw new BusyError(`edge: ${stderr.trim()}. Run again.`);
  throw new Error(`${script} in the edge ended with ${exitCode}\n${stderr.trimEnd()}`);
}

/** The edge's container runs, its proxy does not. */
export function silentEdge({ id }: RunningEdge, why: string): InputError {
  return new InputError(
    `edge: ${why || "it stopped"}. Look at \`docker logs ${edgeContainerName(id)}\`, then run again.`,
  );
}

/** What a script must know of this process. */
export function scriptEnvironment(): string[] {
  return ["TIDEGATE_FAIL_POINT", LEASE_VARIABLE].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
}

/** A fail point that struck inside the edge stands for the loss of everything at that moment, this process included. */
export function dieWith(exitCode: number): void {
  if (exitCode === SCRIPT_EXIT.killed && process.env["TIDEGATE_FAIL_POINT"] !== undefined) {
    process.kill(process.pid, "SIGKILL");
  }
}
