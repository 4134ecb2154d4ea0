// JavaScript, so that Node loads its type stripper, and then compiles, only what the cache does not have yet: half of this
// process's life otherwise.
import { enableCompileCache } from "node:module";

enableCompileCache();
// Ctrl-C reaches every process of a terminal; the run that started this one decides what it means.
process.on("SIGINT", () => {});
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv[2] ?? "");
