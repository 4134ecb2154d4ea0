import { spawn } from "node:child_process";
import { join } from "node:path";
import { EXIT, TidegateError } from "../model/errors.ts";
import { createContext } from "./context.ts";
import { setUp } from "./set-up.ts";
import { runTests } from "./run-tests.ts";

const [verb, ...rest] = process.argv.slice(2);
const yes = rest.includes("--yes");
const note = (line: string) => console.error(`set-up: ${line}`);

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

try {
  const context = createContext({ yes, note, signal: interrupted.signal });
  if (verb === "test") {
    const args = rest.filter((argument) => argument !== "--yes");
    process.exitCode = await runTests(context, args);
  } else {
    if (!rest.some((argument) => ["--down", "--help", "-h"].includes(argument))) await setUp(context);
    process.exitCode = await runDemo(context.root, rest);
  }
} catch (error) {
  if (!(error instanceof TidegateError)) throw error;
  console.error(`set-up: ${error.message}`);
  process.exitCode = error.exitCode;
}

/** The demo itself is a command of the CLI; its exit code is ours. */
function runDemo(root: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, join(root, "cli", "main.js"), "demo", ...args], {
    stdio: "inherit",
  });
  process.on("SIGINT", () => {}); // the terminal sends it to the child too, which decides
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? EXIT.bug));
  });
}
