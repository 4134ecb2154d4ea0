import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, type Environment } from "../support/environment.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { REPOSITORY } from "../support/repository.ts";
import { runProcess, type Ran } from "../support/run-process.ts";
import { changesOf, readRun } from "../support/run.ts";
import { waitForVersion } from "../support/wait-until.ts";

describe.each(enginesPresent().slice(0, 1))("the npm package in an empty project, with the %s engine", (engine) => {
  let environment: Environment;
  let project: string;

  beforeAll(async () => {
    environment = await createEnvironment(engine, "prod");
    project = mkdtempSync(join(tmpdir(), "tidegate-package-"));
    await npm(REPOSITORY, "pack", "--pack-destination", project);
    const [archive] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
    await npm(project, "install", "--no-audit", "--no-fund", "--prefer-offline", `./${archive ?? "missing"}`);
  }, 300_000);

  afterAll(async () => {
    await environment.remove();
    rmSync(project, { recursive: true, force: true });
  }, 60_000);

  it("brings up the few lines of the README, judged by its own pack, and changes nothing the second time", async () => {
    const { id, ports } = environment;
    writeFileSync(
      join(project, "Pulumi.yaml"),
      `name: ${id.project}\nmain: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    );
    writeFileSync(join(project, `Pulumi.${id.stack}.yaml`), "config: {}\n");
    writeFileSync(join(project, "index.js"), readmeProgram(demoImage("v1"), ports));
    const up = await tidegate("up", "--yes");
    expect(up.exitCode, up.stderr + up.stdout).toBe(0);
    await waitForVersion(environment.url, VERSIONS.v1);
    expect(readRun(up).report?.outputs["url"]).toContain(String(ports.http));
    expect(up.stdout).toContain('"type":"judged","pack":"tidegate"');
    const status = await tidegate("status");
    expect(readJsonLines("status", status.stdout)).toMatchObject([{ ok: true, asDeclared: true, compared: false }]);
    expect(changesOf(readRun(await tidegate("up", "--yes")))).toEqual({});
    expect((await tidegate("destroy", "--yes")).exitCode).toBe(0);
  }, 180_000);

  it("checks what an up needs, and says where the demo is", async () => {
    const doctor = await npx("tidegate", "doctor", "--json");
    expect(JSON.parse(doctor.stdout)).toMatchObject({
      ok: true,
      checks: [{ name: "Node.js" }, { name: "container engine", state: "ok" }],
    });
    const demo = await npx("tidegate", "demo");
    expect(demo).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Clone tidegate's repository") as string,
    });
  });

  function tidegate(...args: string[]): Promise<Ran> {
    return npx("tidegate", ...args, "-s", environment.id.stack, "--engine", engine, "--json");
  }

  function npx(...args: string[]): Promise<Ran> {
    return runProcess("npx", args, { cwd: project, env: environment.processEnv, timeoutMs: 120_000 });
  }
});

/** What the README prints, with an image that is there and with ports that nobody else has. */
function readmeProgram(image: string, ports: { http: number; preview: number }): string {
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const listen = `http: "127.0.0.1:${ports.http}", preview: "127.0.0.1:${ports.preview}"`;
  return program
    .replace(/image: "[^"]*"/, `image: "${image}"`)
    .replace(/version: "[^"]*"/, `version: "${VERSIONS.v1}"`)
    .replace("import { ", "import { Edge, ")
    .replace("  environment,\n", `  environment,\n  edge: new Edge("edge", { environment, ${listen} }),\n`);
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const ran = await runProcess("npm", args, { cwd, env: process.env, timeoutMs: 240_000 });
  if (ran.exitCode !== 0) throw new Error(`npm ${args.join(" ")}: ${ran.stderr}`);
}
