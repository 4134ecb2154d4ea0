// JavaScript, so that Node loads its type stripper, and then compiles, only what the cache does not have yet: half of this
// process's life otherwise.
import module from "node:module";
import { requireNode } from "../../model/node-version.js";

requireNode(2); // EXIT.input of model/errors.ts, which only a newer Node.js can load
module.enableCompileCache();
// Ctrl-C reaches every process of a terminal; the run that started this one decides what it means.
process.on("SIGINT", () => {});
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv[2] ?? "");
