// Preloaded into our program where the Pulumi CLI runs it (`nodeargs` in Pulumi.yaml): a second of every start. Without it
// the program does the same, later. JavaScript, so that Node needs its type stripper only for what no cache has, and that a
// Node.js without one ends with a sentence.
import module from "node:module";
import { requireNode } from "../../model/node-version.js";

requireNode(1);
module.enableCompileCache();
const { keepStackTraces, lightenSdk } = await import("../light-sdk.ts");
const sdk = module.createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json");
lightenSdk(sdk);
keepStackTraces(sdk);
