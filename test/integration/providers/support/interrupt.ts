import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Existing, PlainObject } from "../../../../engine/embedded/provider.ts";
import { keepProcessOutput } from "../../../support/kept-output.ts";

/** What a killed process was to do. */
export interface Interrupted {
  type: "remoteImage" | "container";
  operation: "create" | "delete";
  inputs: PlainObject;
  /** `delete` only. */
  existing?: Existing;
}

/** Does it in a process of its own that dies at `failPoint`; resolves to the signal that ended it, which must be SIGKILL. */
export function interrupt(task: Interrupted, failPoint: string): Promise<NodeJS.Signals | null> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("interrupted-main.ts", import.meta.url)), JSON.stringify(task)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TIDEGATE_FAIL_POINT: failPoint },
    },
  );
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_code, signal) => {
      keepProcessOutput(["interrupted-main.ts", failPoint], printed);
      resolve(signal);
    });
  });
}
