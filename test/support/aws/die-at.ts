import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { keepProcessOutput } from "../kept-output.ts";

/** Runs one of the scripts beside this file in a process that dies at a fail point. Returns the signal that ended it; null where none did. */
export async function dieAt(
  point: string,
  script: "ask-once.ts" | "change-once.ts" | "look-once.ts" | "move-once.ts",
  args: object,
): Promise<NodeJS.Signals | null> {
  const command = [join(import.meta.dirname, script), JSON.stringify(args)];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, TIDEGATE_FAIL_POINT: point },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null]; // Node's documented arguments
  keepProcessOutput(command, said);
  return signal;
}
