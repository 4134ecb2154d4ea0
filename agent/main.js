// JavaScript, so that a Node.js that cannot run TypeScript can still say that it is too old.
import { requireNode } from "../model/node-version.js";

requireNode(2); // EXIT.input of model/errors.ts, which only a newer Node.js can load
if (process.argv[2] === "ask") {
  const { askRunning } = await import("./ask/ask-running.ts");
  process.exitCode = await askRunning(process);
} else {
  const end = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => end.abort());
  const { runAgent } = await import("./run.ts");
  const exitCode = await runAgent({
    environment: process.env,
    write: (line) => process.stdout.write(line),
    ends: end.signal,
  });
  process.exit(exitCode); // whatever a channel still takes: what it has not got is sent by the next one
}
