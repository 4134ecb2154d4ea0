#!/usr/bin/env node
// JavaScript, so that Node loads its type stripper only for what the compile cache does not have yet, and that a Node.js
// without one can say that it is too old.
import module from "node:module";
import { requireNode } from "../model/node-version.js";

requireNode(2); // EXIT.input of model/errors.ts, which only a newer Node.js can load
module.enableCompileCache();
const { endWhenNobodyReads } = await import("./broken-pipe.ts");
endWhenNobodyReads();
const { runCommandLine } = await import("./run-command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
