// JavaScript, for the same reasons as the edge's control.
import module from "node:module";
import { requireNode } from "../../../model/node-version.js";

requireNode(2); // EXIT.input of model/errors.ts, which only a newer Node.js can load
module.enableCompileCache();
process.on("SIGINT", () => {}); // the run that started this process decides what Ctrl-C means
const { run } = await import("./run.ts");
process.exit(await run(process.argv[2])); // connections that are kept open must not keep this process
