import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { runProcess, type Ran } from "../support/run-process.ts";

const PACK = ["--policy-pack", "node_modules/tidegate-policy"];

describe("the policy pack as a package, in somebody else's project", () => {
  let project: string;

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), "tidegate-policy-package-"));
    mkdirSync(join(project, "state"));
    await npm(REPOSITORY, "run", "build:policy");
    await npm(join(REPOSITORY, "dist-policy"), "pack", "--pack-destination", project);
    const [archive] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
    write("package.json", JSON.stringify({ name: "theirs", private: true, type: "module" }));
    write("Pulumi.yaml", "name: theirs\nmain: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n");
    write("Pulumi.prod.yaml", "config: {}\n");
    write(
      "index.js",
      `import * as docker from "@pulumi/docker";
new docker.Container("tool", { name: "tool", image: "sha256:${"4".repeat(64)}", privileged: true });
new docker.RemoteImage("base", { name: "debian:latest" });
`,
    );
    const packages = [`./${archive ?? "missing"}`, "@pulumi/docker@5.2.0"];
    await npm(project, "install", "--no-audit", "--no-fund", "--prefer-offline", ...packages);
  }, 300_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("refuses both resources with the embedded engine", async () => {
    const args = ["policy", "check", "-s", "prod", "--engine", "embedded", ...PACK];
    const ran = await run("node", TIDEGATE, ...args);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(4);
    expectBothNamed(ran);
  });

  it.runIf(enginesPresent().includes("pulumi"))("refuses both resources with the Pulumi CLI alone", async () => {
    await run("pulumi", "stack", "init", "prod");
    const ran = await run("pulumi", "preview", "-s", "prod", "--non-interactive", ...PACK);
    expect(ran.exitCode, ran.stdout + ran.stderr).not.toBe(0);
    expectBothNamed(ran);
  });

  function expectBothNamed({ stdout, stderr }: Ran): void {
    expect(stdout + stderr).toContain("no-privileged-container");
    expect(stdout + stderr).toContain("no-latest-tag");
  }

  function run(command: string, ...args: string[]): Promise<Ran> {
    const backend = { PULUMI_BACKEND_URL: `file://${project}/state`, PULUMI_CONFIG_PASSPHRASE: "test" };
    const env = { ...process.env, ...backend, PWD: project };
    return runProcess(command, args, { cwd: project, env, timeoutMs: 120_000 });
  }

  function write(name: string, text: string): void {
    writeFileSync(join(project, name), text);
  }
});

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const ran = await runProcess("npm", args, { cwd, env: process.env, timeoutMs: 240_000 });
  if (ran.exitCode !== 0) throw new Error(`npm ${args.join(" ")}: ${ran.stderr}`);
}
