import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess } from "../../support/run-process.ts";

const LOCKFILE = JSON.stringify({
  packages: {
    "": { name: "clone" },
    "node_modules/zod": { version: "4.6.7" },
    "node_modules/fsevents": { version: "2.3.3", optional: true },
  },
});
const INSTALLED = JSON.stringify({ packages: { "node_modules/zod": { version: "4.6.7" } } });
const ENTRY = `const { PATH: path, npm_config_globalconfig: npmrc } = process.env;
console.log(JSON.stringify({ args: process.argv.slice(2), path, npmrc }));
process.exitCode = Number(process.env.EXIT ?? 0);`;

/** A clone of the bootstrap and what it imports, a lockfile, entries that print their arguments, and an npm of our own. */
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "tidegate-bootstrap-"));
  for (const folder of ["setup", "cli", "model", "bin"]) mkdirSync(join(clone, folder));
  for (const file of ["setup/bootstrap.mjs", "model/node-version.js"])
    copyFileSync(join(REPOSITORY, file), join(clone, file));
  writeFileSync(join(clone, "package-lock.json"), LOCKFILE);
  for (const entry of ["setup/main.ts", "cli/main.js"]) writeFileSync(join(clone, entry), ENTRY);
  npmIs(
    `mkdir -p node_modules && printf '%s' '${INSTALLED}' > node_modules/.package-lock.json && echo "$@" >> npm.log`,
  );
});
afterEach(() => rmSync(clone, { recursive: true }));

function npmIs(script: string) {
  writeFileSync(join(clone, "bin", "npm"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(clone, "bin", "npm"), 0o755);
}

function bootstrap(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const path = `${join(clone, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  return runProcess(process.execPath, [join(clone, "setup", "bootstrap.mjs"), ...args], {
    cwd: clone,
    env: { PATH: path, ...env },
    timeoutMs: 10_000,
  });
}

describe("bootstrap", () => {
  it("installs the packages once, then hands over with this Node.js first on PATH", async () => {
    const first = await bootstrap(["test", "unit"]);
    expect(first.stderr).toMatch(
      /^set-up: packages: node_modules is not in step .*\nset-up: packages: done in \d+\.\d s\n$/,
    );
    const second = await bootstrap(["test", "unit"]);
    expect(second.stderr).toBe("");
    const { args, path } = JSON.parse(second.stdout) as { args: string[]; path: string }; // what ENTRY prints
    expect(args).toEqual(["test", "unit"]);
    expect(path.split(delimiter)[0]).toBe(dirname(process.execPath));
  });

  it("leaves npm the global configuration it has here, wherever the Node.js that runs it is then", async () => {
    await bootstrap(["test"]);
    const npmrc = join(dirname(dirname(process.execPath)), "etc", "npmrc");
    expect(JSON.parse((await bootstrap(["test"])).stdout)).toMatchObject({ npmrc });
    const given = await bootstrap(["test"], { npm_config_globalconfig: "/etc/team.npmrc" });
    expect(JSON.parse(given.stdout)).toMatchObject({ npmrc: "/etc/team.npmrc" });
  });

  it.each([
    [
      ["demo", "--json"],
      ["demo", "--json"],
    ],
    [
      ["cli", "demo", "--down"],
      ["demo", "--down"],
    ],
    [
      ["cli", "up", "-s", "dev"],
      ["up", "-s", "dev"],
    ],
  ])("gives %j on as %j", async (given, expected) => {
    const { stdout } = await bootstrap(given);
    expect(JSON.parse(stdout)).toMatchObject({ args: expected });
  });

  it.each([
    ["another version", '{"packages":{"node_modules/zod":{"version":"4.0.0"}}}'],
    ["a package that is not in the lockfile", INSTALLED.replace("}}", '},"node_modules/left":{"version":"1.0.0"}}')],
    ["half a file", INSTALLED.slice(0, 30)],
  ])("installs again when %s was installed", async (_what, installed) => {
    mkdirSync(join(clone, "node_modules"));
    writeFileSync(join(clone, "node_modules", ".package-lock.json"), installed);
    expect((await bootstrap(["test"])).stderr).toContain("not in step");
  });

  it("gives `npm` on as a script of the package, with this Node.js first on PATH", async () => {
    await bootstrap(["test"]);
    npmIs('echo "$@"; echo "$PATH"');
    const { stdout } = await bootstrap(["npm", "check:all"]);
    expect(stdout.split("\n")).toMatchObject([
      "run check:all",
      expect.stringMatching(`^${dirname(process.execPath)}:`),
      "",
    ]);
  });

  it("ends like what it started", async () => {
    expect((await bootstrap(["test"], { EXIT: "3" })).exitCode).toBe(3);
  });

  it("says what npm said last and what to do when it fails", async () => {
    npmIs("echo 'npm error network request failed' >&2; exit 1");
    const { exitCode, stderr } = await bootstrap(["demo"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("packages: npm ci failed");
    expect(stderr).toContain("  npm error network request failed\n");
    expect(stderr).toContain("`registry` and `cafile`");
  });

  it("installs nothing for `doctor`, and says what is missing", async () => {
    const { exitCode, stdout } = await bootstrap(["cli", "doctor", "--json"]);
    const checks = [
      { name: "packages", state: "missing", detail: "node_modules is not in step with package-lock.json" },
    ];
    expect(readJsonLines("doctor", stdout)).toEqual([expect.objectContaining({ ok: false, exitCode: 2, checks })]);
    expect(exitCode).toBe(2);
    expect(existsSync(join(clone, "node_modules"))).toBe(false);
  });

  it("names the verbs when it is given another one", async () => {
    const { exitCode, stderr } = await bootstrap(["deploy"]);
    expect([exitCode, stderr]).toEqual([2, 'set-up: expected one of demo, test, cli, npm, got "deploy"\n']);
  });
});
