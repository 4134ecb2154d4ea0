import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { RULE_GROUPS } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import { enginesPresent, type EngineName } from "../support/engines.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { readRun, type Run } from "../support/run.ts";
import { runProcess } from "../support/run-process.ts";

const FOLDER = join(REPOSITORY, "test", "fixtures", "bad-stacks");
const STACKS = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

/** Every stack of the fixtures is called so, and is production. */
const ID = { project: "bad", stack: "prod" };
const SETTINGS = { registries: ["127.0.0.1:*", "registry.example.com"] };

it("has at least fifteen bad stacks, with every group of rules but those for another platform", () => {
  expect(STACKS.length).toBeGreaterThanOrEqual(15);
  const refusing = new Set(STACKS.flatMap(refusedBy));
  const groups = new Set(RULES.filter(({ id }) => refusing.has(id)).map(({ group }) => group));
  expect(groups).toEqual(new Set(RULE_GROUPS.filter((group) => group !== "aws" && group !== "plan")));
});

const engines = enginesPresent();
/** Each stack is brought up once with each engine; whoever asks for it again is given the same run. */
const runs = new Map<string, Promise<Run>>();

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-bad-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.each(engines)("a bad stack, with the %s engine,", (engine) => {
  it.each(STACKS)("is refused with exit code 4, and nothing is made: %s", async (name) => {
    const before = await everything();
    const run = await runOf(engine, name);
    expect(run.ran.exitCode, run.text).toBe(4);
    expect(violatedIn(run)).toEqual(expect.arrayContaining(refusedBy(name)));
    expect(run.ran.stdout + run.ran.stderr).not.toContain("correct-horse");
    expect(await everything()).toEqual(before);
  });
});

it.skipIf(engines.length < 2).each(STACKS)("violates the same rules with each engine: %s", async (name) => {
  const [first, ...others] = await Promise.all(engines.map(async (engine) => violatedIn(await runOf(engine, name))));
  for (const other of others) expect(other).toEqual(first);
});

function runOf(engine: EngineName, name: string): Promise<Run> {
  const key = `${engine} ${name}`;
  const run = runs.get(key) ?? up(engine, name);
  runs.set(key, run);
  return run;
}

async function up(engine: EngineName, name: string): Promise<Run> {
  const backend = join(dir, engine);
  const project = join(backend, name);
  cpSync(join(FOLDER, name), project, { recursive: true });
  writeFileSync(join(project, "tidegate-policy.yaml"), stringify(SETTINGS));
  writeFileSync(join(project, "Pulumi.yaml"), stringify(projectFile(name, project)));
  const pack = join(REPOSITORY, "policy");
  const args = ["up", "-s", ID.stack, "--yes", "--json", "--engine", engine, "--policy-pack", pack];
  const ran = await runProcess(process.execPath, [TIDEGATE, ...args], {
    cwd: project,
    env: {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_BACKEND_URL: `file://${backend}`,
      NO_COLOR: "1",
    },
    timeoutMs: 120_000,
  });
  return readRun(ran);
}

/** Every rule that found something, whatever else it let pass. */
function violatedIn({ events }: Run): string[] {
  const rules = events.flatMap((event) => (event.type === "policy" ? [event.rule] : []));
  return [...new Set(rules)].toSorted();
}

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
