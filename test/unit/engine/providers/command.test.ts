import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OperationContext, PlainObject } from "../../../../engine/embedded/provider.ts";
import { localCommand } from "../../../../engine/embedded/providers/command/local-command.ts";

let programDir = "";
let lines: string[] = [];
const aborting = () => {
  const controller = new AbortController();
  const context: OperationContext = {
    signal: controller.signal,
    interrupt: new AbortController().signal,
    log: (_severity, message, options) => void lines.push(options?.ephemeral === true ? message : `kept ${message}`),
  };
  return { controller, context };
};
const { context } = aborting();

beforeEach(() => {
  programDir = realpathSync(mkdtempSync(join(tmpdir(), "tidegate-command-")));
  lines = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(programDir, { recursive: true });
});

const provider = () => localCommand({ programDir });
const create = (inputs: PlainObject) => provider().create(provider().check(inputs), context);

test("runs in the folder of the program, with its environment, and gives back what it printed", async () => {
  vi.stubEnv("INHERITED", "yes");
  const { outputs } = await create({ create: "pwd; echo $INHERITED $A; echo oops >&2", environment: { A: "1" } });
  expect(outputs).toMatchObject({ stdout: `${programDir}\nyes 1`, stderr: "oops", environment: { A: "1" } });
});

test("runs commands with the Node.js that runs the engine, whatever stands first on PATH", async () => {
  writeFileSync(join(programDir, "node"), "#!/bin/sh\necho another\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${programDir}${delimiter}${process.env["PATH"] ?? ""}`);
  const { outputs } = await create({ create: "node --print process.version" });
  expect(outputs["stdout"]).toBe(process.version);
});

test("keeps the engine's passphrase to itself", async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "hunter2");
  const { outputs } = await create({ create: "env" });
  expect(outputs["stdout"]).not.toContain("hunter2");
});

test("shows each line while it runs, as progress", async () => {
  await create({ create: "echo one; echo two >&2; printf three" });
  expect(lines.toSorted()).toEqual(["one", "three", "two"]);
});

test.each([
  ["stdout", ["one"]],
  ["stderr", ["two"]],
  ["none", []],
])("shows only what `logging: %s` asks for", async (logging, shown) => {
  await create({ create: "echo one; echo two >&2", logging });
  expect(lines).toEqual(shown);
});

test("hands over standard input", async () => {
  expect((await create({ create: "tr a-z A-Z", stdin: "secret" })).outputs["stdout"]).toBe("SECRET");
});

test("uses interpreter and folder of the inputs", async () => {
  const { outputs } = await create({
    create: "process.stdout.write(process.cwd())",
    interpreter: [process.execPath, "-e"],
    dir: "/",
  });
  expect(outputs["stdout"]).toBe("/");
});

test("fails with status, command and everything that was printed", async () => {
  await expect(create({ create: "echo bad; echo worse >&2; exit 3" })).rejects.toThrow(
    /^exit status 3: running "echo bad; echo worse >&2; exit 3":\n(bad\nworse|worse\nbad)\n$/,
  );
});

test("updates with `update`, which sees what the last run printed", async () => {
  const inputs = { create: "echo made", update: 'echo "was $PULUMI_COMMAND_STDOUT"' };
  const existing = { ...(await create(inputs)), inputs };
  expect(await provider().update(existing, inputs, context)).toMatchObject({ stdout: "was made" });
});

test("updates with `create` where there is no `update`", async () => {
  const inputs = { create: "echo run >>runs" };
  const existing = { ...(await create(inputs)), inputs };
  await provider().update(existing, inputs, context);
  expect(readFileSync(join(programDir, "runs"), "utf8")).toBe("run\nrun\n");
});

test("runs `delete` with the inputs of the state, and nothing when there is none", async () => {
  const inputs = { create: "true", delete: "echo $A >gone", environment: { A: "1" } };
  await provider().delete({ ...(await create(inputs)), inputs }, context);
  expect(readFileSync(join(programDir, "gone"), "utf8")).toBe("1\n");
  await provider().delete({ ...(await create({ create: "true" })), inputs: {} }, context);
});

test("ends the whole process group when it is aborted", async () => {
  const { controller, context } = aborting();
  // the child says itself when it is there: a signal to a half-started one can be lost
  const child = "sh -c 'echo $$ >child; echo ready; exec sleep 600'";
  const command = `trap 'echo term; exit 1' TERM; ${child} & wait`;
  const run = provider().create(provider().check({ create: command }), {
    ...context,
    log: (_severity, message) => {
      if (message === "ready") controller.abort();
    },
  });
  await expect(run).rejects.toThrow(/ready\nterm/);
  const pid = readFileSync(join(programDir, "child"), "utf8").trim();
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 8_000);
});

test("starts nothing when it is aborted already", async () => {
  const { controller, context } = aborting();
  controller.abort();
  await expect(provider().create({ create: "touch made" }, context)).rejects.toThrow(/abort/i);
  expect(existsSync(join(programDir, "made"))).toBe(false);
});

test("names `assetPaths` as not supported", () => {
  expect(() => provider().check({ create: "x", assetPaths: ["*"] })).toThrow("`assetPaths` is not supported");
});

/** False also for a zombie, which nobody reaps where the first process of a container is not an init. */
function isRunning(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !readFileSync(stat, "utf8").includes(") Z ");
}
