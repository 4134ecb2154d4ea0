import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { NO_COMMAND, startIn } from "../../docker/exec.ts";
import { LockedError } from "../../model/errors.ts";
import type { Holder, Lease } from "../lease.ts";
import type { RunningEdge } from "../running-edge.ts";
import { PROGRAM } from "./paths.ts";
import { SCRIPT_EXIT } from "./script-exit.ts";

const takenSchema = z.looseObject({ token: z.int() });
/** Whoever dies without a word, and is not seen to, holds it for no longer than this. */
const LONGEST = "6h";
const GIVEN_BACK_WITHIN_MS = 5_000;

/**
 * Takes the lease of an edge's environment. A process in the edge keeps it, and ends with this one because its standard input does.
 * Null where the edge is of before 0.8.0. Throws a LockedError where somebody else has it.
 */
export async function holdLease(edge: RunningEdge, holder: Holder): Promise<Lease | null> {
  const command = ["timeout", LONGEST, PROGRAM, "lease", "hold", JSON.stringify(holder)];
  const { exec, stdin, stdout, stderr } = await startIn(edge.docker, edge.container, command, { stdin: true });
  let complaints = "";
  stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString("utf8")));
  const lines = createInterface({ input: stdout });
  const first = await new Promise<string | undefined>((resolve, reject) => {
    lines.once("line", resolve).once("close", () => resolve(undefined));
    for (const part of [stdin, stderr, lines]) part.on("error", reject); // the lines' own are those of stdout
  });
  const ended = new Promise<void>((resolve) => lines.once("close", resolve).once("error", () => resolve()));
  const exitCode = async () => (await exec.inspect()).ExitCode;
  if (first === undefined) {
    const code = await exitCode();
    if (code === SCRIPT_EXIT.busy)
      throw new LockedError(`edge: ${complaints.trim()}. Wait until that has ended, then run again.`);
    if (code !== null && (NO_COMMAND.includes(code) || complaints.startsWith("want `"))) return null;
    throw new Error(`the lease in the edge ended with ${code}\n${complaints}`);
  }
  let isReleased = false;
  return {
    token: takenSchema.parse(JSON.parse(first)).token,
    lost: new Promise((resolve) => {
      void ended.then(async () => {
        // An edge that is stopped or replaced takes nobody's lease away.
        if (!isReleased && (await exitCode().catch(() => null)) === SCRIPT_EXIT.busy) resolve(complaints.trim());
      });
    }),
    async release() {
      isReleased = true;
      stdin.end();
      await Promise.race([ended, sleep(GIVEN_BACK_WITHIN_MS, undefined, { ref: false })]);
      stdin.destroy();
    },
  };
}
