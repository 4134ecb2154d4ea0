import { createRequire, Module } from "node:module";
import { UnsupportedError } from "../unsupported.ts";
import { engine } from "./lifeline.ts";
import type { ProgramTask } from "./program-pool.ts";

// Loads the SDK, the largest part of a program's start, while the engine still reads and decrypts; then takes the task
// from the engine and goes on as `node <script> <arguments>` would.
const [sdk = "", traces = ""] = process.argv.slice(2);
const require = createRequire(sdk);

// Serializing functions is all the SDK needs a debugger session for, and its V8 flags make every compile cache useless.
const serialize = () => {
  throw new UnsupportedError("the program", "serializing a function (a dynamic provider, for one)");
};
replace("./runtime/closure/v8Hooks", {
  isInitializedAsync: () => Promise.resolve(),
  getSessionAsync: serialize,
  getScriptUrl: serialize,
});
// Stripped types leave every line where it was. Each resource takes a stack trace, and mapping those is dear.
if (traces === "as they are") replace("source-map-support/register", {});

require("./cmd/run/instrumentation"); // must come first, says the SDK
require("./index.js");

let received = "";
engine.setEncoding("utf8");
engine.ref();
engine.on("data", (text: string) => {
  received += text;
  const end = received.indexOf("\n");
  if (end === -1) return;
  engine.unref();
  engine.removeAllListeners("data").resume();
  begin(JSON.parse(received.slice(0, end)) as ProgramTask); // written by the pool
});

function begin({ script, args, env }: ProgramTask): void {
  Object.assign(process.env, env);
  process.argv = [process.execPath, script, ...args];
  require(script);
}

/** Puts `exports` in the place of a module of the SDK's. */
function replace(id: string, exports: unknown): void {
  const path = require.resolve(id);
  require.cache[path] = Object.assign(new Module(path), { exports, loaded: true, filename: path });
}
