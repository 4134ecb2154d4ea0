import { enableCompileCache } from "node:module";

// Before anything else is loaded: it saves a third of this process's life.
enableCompileCache();
// Ctrl-C reaches every process of a terminal; the run that started this one decides what it means.
process.on("SIGINT", () => {});
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv[2] ?? "");
