import type { EventLine } from "../display/event-line.ts";
import type { Printed } from "../result/result.ts";
import type { Teller } from "./follow.ts";

/** With `--json` events on stdout, in the form of those of a run; else a line each on stderr. */
export function openTeller({ json }: { json: boolean }): Teller {
  if (!json) {
    return {
      progress: ({ message }) => void process.stderr.write(`${message}\n`),
      warn: (line) => void process.stderr.write(`warning: ${line}\n`),
    };
  }
  const print = (line: Printed<EventLine>) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  return {
    progress: (progress) => print({ type: "canary", ...progress }),
    warn: (message) => print({ type: "diagnostic", severity: "warning", message, ephemeral: false }),
  };
}
