import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { runScript, SCRIPTS } from "./run-script.ts";

const workflow = (name: string) => readFileSync(join(SCRIPTS, "..", "workflows", name), "utf8");

describe("the scripts that workflows call", () => {
  const scripts = readdirSync(SCRIPTS);
  const called = readdirSync(join(SCRIPTS, "..", "workflows")).flatMap((name) =>
    [...workflow(name).matchAll(/(?:run: |! |^ +)\.github\/scripts\/([\w-]+\.sh)/gm)].map(([, script]) => script),
  );

  it("are all there, and none besides", () => {
    expect([...new Set(called)].toSorted()).toEqual(scripts.toSorted());
  });

  it.each(scripts)("%s can be executed and runs strictly", (script) => {
    accessSync(join(SCRIPTS, script), constants.X_OK);
    expect(readFileSync(join(SCRIPTS, script), "utf8")).toMatch(
      /^#!\/usr\/bin\/env bash\n(?:#.*\n)+set -euo pipefail\n/,
    );
  });
});

describe("the production window", () => {
  const { env } = z.object({ env: z.record(z.string(), z.string()) }).parse(parse(workflow("deploy.yml")));
  const at = (NOW: string) => runScript("production-window.sh", { env: { ...env, NOW } });

  it.each([
    ["at its first minute, in winter", "2026-01-13T09:00:00Z"],
    ["at its first minute, in summer", "2026-07-14T08:00:00Z"],
    ["at its last minute", "2026-01-15T14:59:59Z"],
    ["when the schedule starts, in winter", "2026-01-13T09:30:00Z"],
    ["when the schedule starts, in summer", "2026-07-16T09:30:00Z"],
  ])("is open %s", async (_when, now) => {
    expect(await at(now)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  it.each([
    ["before its first minute", "2026-01-13T08:59:59Z", "got day 2, 09:59"],
    ["an hour too early in summer's time", "2026-07-14T07:59:59Z", "got day 2, 09:59"],
    ["at its end", "2026-01-15T15:00:00Z", "got day 4, 16:00"],
    ["on a Friday", "2026-01-16T10:00:00Z", "got day 5, 11:00"],
    ["on a Monday", "2026-01-12T10:00:00Z", "got day 1, 11:00"],
  ])("is closed %s, and says so", async (_when, now, got) => {
    const stdout =
      `production window: open on days 2 3 4 (1 is Monday) from 10:00 to 16:00 Europe/Berlin, ${got}. ` +
      "Wait for it, or start this by hand as an emergency.\n";
    expect(await at(now)).toEqual({ exitCode: 1, stdout, stderr: "" });
  });
});

describe("the stacks that a pull request touches", () => {
  let repository: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: repository });
  const commit = (files: readonly string[]) => {
    for (const file of files) writeFileSync(join(repository, file), `${files.join()}\n`);
    git("add", "--all");
    git("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "change");
  };

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), "tidegate-touched-"));
    git("init", "--quiet");
    commit(["Pulumi.dev.yaml", "Pulumi.stg.yaml", "Pulumi.prod.yaml", "package.json", "README.md"]);
  });
  afterEach(() => rmSync(repository, { recursive: true }));

  it.each([
    [["Pulumi.prod.yaml"], '["prod"]'],
    [["Pulumi.dev.yaml", "README.md"], '["dev"]'],
    [["Pulumi.stg.yaml"], '["prod","stg"]'],
    [["package.json"], '["dev","prod","stg"]'],
    [["README.md"], "[]"],
  ])("are, when it changes %j, %s", async (files, stacks) => {
    commit(files);
    const ran = await runScript("touched-stacks.sh", { cwd: repository, env: { SHARED_PATHS: "package.json infra" } });
    expect(ran).toEqual({ exitCode: 0, stdout: `stacks=${stacks}\n`, stderr: "" });
  });
});
