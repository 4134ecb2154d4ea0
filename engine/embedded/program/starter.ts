import { createRequire } from "node:module";
import { keepStackTraces, lightenSdk } from "../../light-sdk.ts";
import { refuseToSerialize } from "./refuse-to-serialize.ts";
import { engine } from "./lifeline.ts";
import type { ProgramTask } from "./program-pool.ts";

// Loads the SDK, the largest part of a program's start, while the engine still reads and decrypts; then takes the task
// from the engine and goes on as `node <script> <arguments>` would.
const [sdk = "", traces = ""] = process.argv.slice(2);
const require = createRequire(sdk);

lightenSdk(sdk, refuseToSerialize);
if (traces === "as they are") keepStackTraces(sdk);

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
