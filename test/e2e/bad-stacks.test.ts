import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { RULE_GROUPS } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import { enginesPresent } from "../support/engines.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { readRun } from "../support/run.ts";
import { runProcess, type Ran } from "../support/run-process.ts";

const FOLDER = join(REPOSITORY, "test", "fixtures", "bad-stacks");
const STACKS = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

/** Every stack of the fixtures is called so, and is production. */
const ID = { project: "bad", stack: "prod" };

it("has at least fifteen bad stacks, with every group of rules but those for another platform", () => {
  expect(STACKS.length).toBeGreaterThanOrEqual(15);
  const refusing = new Set(STACKS.flatMap(refusedBy));
  const groups = new Set(RULES.filter(({ id }) => refusing.has(id)).map(({ group }) => group));
  expect(groups).toEqual(new Set(RULE_GROUPS.filter((group) => group !== "aws" && group !== "plan")));
});

describe.each(enginesPresent())("a bad stack, with the %s engine,", (engine) => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "tidegate-bad-"));
    const settings = { registries: ["127.0.0.1:*", "registry.example.com"] };
    writeFileSync(join(dir, "tidegate-policy.yaml"), stringify(settings));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(STACKS)("is refused with exit code 4, and nothing is made: %s", async (name) => {
    const project = join(dir, name);
    cpSync(join(FOLDER, name), project, { recursive: true });
    cpSync(join(dir, "tidegate-policy.yaml"), join(project, "tidegate-policy.yaml"));
    writeFileSync(join(project, "Pulumi.yaml"), stringify(projectFile(name, project)));
    const before = await everything();

    const run = readRun(await up(project));
    expect(run.ran.exitCode, run.text).toBe(4);
    const violated = run.events.flatMap((event) =>
      event.type === "policy" && event.level === "mandatory" ? [event.rule] : [],
    );
    expect(violated).toEqual(expect.arrayContaining(refusedBy(name)));
    expect(run.ran.stdout + run.ran.stderr).not.toContain("correct-horse");
    expect(await everything()).toEqual(before);
  });

  function up(project: string): Promise<Ran> {
    const pack = join(REPOSITORY, "policy");
    const args = ["up", "-s", ID.stack, "--yes", "--json", "--engine", engine, "--policy-pack", pack];
    return runProcess(process.execPath, [TIDEGATE, ...args], {
      cwd: project,
      env: {
        ...process.env,
        PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
        PULUMI_BACKEND_URL: `file://${dir}`,
        NO_COLOR: "1",
      },
      timeoutMs: 120_000,
    });
  }
});

/** Rules that must refuse it; there may be more. */
function refusedBy(name: string): string[] {
  return JSON.parse(readFileSync(join(FOLDER, name, "refused-by.json"), "utf8")) as string[]; // checked by the tests that use it
}

/** A folder with a program runs that, where it lies; one with a config alone runs the shipped program. */
function projectFile(name: string, project: string): object {
  const own = join(FOLDER, name, "index.ts");
  const main = relative(project, existsSync(own) ? own : join(REPOSITORY, "infra", "index.ts"));
  return { name: ID.project, runtime: { name: "nodejs", options: { typescript: false } }, main };
}

/** Names of everything on the host that a stack of the fixtures could have made. */
async function everything(): Promise<string[]> {
  const docker = connectDocker(LOCAL_HOST);
  const [containers, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const names = [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)];
  return [...names, ...Volumes.map(({ Name }) => Name)].filter((name) => /^\/?bad-prod/.test(name)).toSorted();
}
