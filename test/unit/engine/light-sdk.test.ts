import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess } from "../../support/run-process.ts";

const PRELOAD = join(REPOSITORY, "engine", "pulumi", "preload.mjs");
const isCompilerLoaded = `Object.keys(require.cache).some((path) => path.endsWith("typescript/lib/typescript.js"))`;

/** Runs a script of CommonJS as the Pulumi CLI runs our program; returns what it printed. */
async function run(script: string): Promise<string> {
  const ran = await runProcess(process.execPath, ["--import", PRELOAD, "-e", script], {
    cwd: REPOSITORY,
    env: process.env,
    timeoutMs: 30_000,
  });
  expect(ran.exitCode, ran.stderr).toBe(0);
  return ran.stdout.trim();
}

describe("Pulumi's SDK as the program gets it", () => {
  it("is there without the compiler it brings", async () => {
    const script = `const pulumi = require("@pulumi/pulumi"); console.log(typeof pulumi.Output, ${isCompilerLoaded});`;
    expect(await run(script)).toBe("function false");
  });

  it("loads it when a function is serialized, and serializes", async () => {
    const script = `const pulumi = require("@pulumi/pulumi");
      const add = 40;
      pulumi.runtime.serializeFunction(() => add + 2).then(({ text }) => {
        console.log(text.includes("add + 2"), text.includes("add: 40") || text.includes("add = 40"), ${isCompilerLoaded});
      });`;
    expect(await run(script)).toBe("true true true");
  });
});
