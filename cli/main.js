#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { endWhenNobodyReads } from "./broken-pipe.ts";

enableCompileCache();
endWhenNobodyReads();
const { runCommandLine } = await import("./run-command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
