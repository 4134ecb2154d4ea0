// JavaScript, so that a Node.js that cannot run TypeScript can still say that it is too old.
import { requireNode } from "../../../model/node-version.js";

requireNode(2); // EXIT.input of model/errors.ts, which only a newer Node.js can load
const { runJob } = await import("./run-job.ts");
process.exitCode = await runJob({
  environment: process.env,
  write: (line) => process.stdout.write(`${line}\n`),
});
