#!/usr/bin/env node
// JavaScript, so that Node loads its type stripper only for what the compile cache does not have yet.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { endWhenNobodyReads } = await import("./broken-pipe.ts");
endWhenNobodyReads();
const { runCommandLine } = await import("./run-command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
