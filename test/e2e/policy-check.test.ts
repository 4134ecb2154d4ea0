import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { JsonReport } from "../../policy/report/json.ts";
import { enginesPresent, type EngineName } from "../support/engines.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { runProcess, type Ran } from "../support/run-process.ts";

const STACKS = ["dev", "stg", "prod"] as const;
const engines = enginesPresent();

/** A project with the shipped stacks: an engine writes into their files. */
let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "tidegate-check-"));
  for (const name of [...STACKS.map((stack) => `Pulumi.${stack}.yaml`), "tidegate-policy.yaml"]) {
    copyFileSync(join(REPOSITORY, name), join(project, name));
  }
  const file = parse(readFileSync(join(REPOSITORY, "Pulumi.yaml"), "utf8")) as object; // our own
  const main = relative(project, join(REPOSITORY, "infra", "index.ts"));
  writeFileSync(join(project, "Pulumi.yaml"), stringify({ ...file, main }));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe.each(engines)("the shipped stacks, with the %s engine,", (engine) => {
  it.each(STACKS)("keep every rule: %s", async (stack) => {
    const ran = await check(engine, stack, ["--json"]);
    const report = reportIn(ran);
    expect(violated(report)).toEqual([]);
    expect(ran.exitCode).toBe(0);
    expect(report).toMatchObject({ verdict: "passed", stack, tier: stack, engine, exceptionFindings: [] });
    const spared = report.notApplicable.flatMap(({ rules }) => Object.values(rules).flat());
    expect(report.judgements.length + spared.length).toBeGreaterThan(1_000);
    expect(report.judgements.length).toBeGreaterThan(100);
    expect(report.hashes.plan).toMatch(/^[0-9a-f]{64}$/);
  });
});

it("writes every kind of report, and tells a person what it found", async () => {
  const folder = join(project, "reports");
  const ran = await check("embedded", "prod", ["--report", folder]);
  expect(ran.exitCode, ran.stderr).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(
    ["policy.html", "policy.json", "policy.junit.xml", "policy.md", "policy.sarif"].toSorted(),
  );
  expect(ran.stdout).toMatch(/^shop: traffic starts on blue/);
  expect(ran.stdout).toMatch(/Passed: no violation\n$/);
  const report = JSON.parse(readFileSync(join(folder, "policy.json"), "utf8")) as JsonReport; // written by the command
  expect(report.verdict).toBe("passed");
});

it("says what is wrong with its options, and judges nothing", async () => {
  const url = await check("embedded", "prod", ["--report-url", "ftp://example.com"]);
  expect(url).toMatchObject({ exitCode: 2 });
  expect(url.stderr).toContain('--report-url: must be an http address, got "ftp://example.com". Correct it.');
  const stack = await check("embedded", "nope", []);
  expect(stack).toMatchObject({ exitCode: 2 });
  expect(stack.stderr).toContain("There are dev, prod, stg");
});

it.skipIf(engines.length < 2)("says the same of a program with each engine", async () => {
  const reports = await Promise.all(engines.map(async (engine) => reportIn(await check(engine, "prod", ["--json"]))));
  const [first, ...others] = reports.map(outcomes);
  for (const other of others) expect(other).toEqual(first);
});

function check(engine: EngineName, stack: string, args: readonly string[]): Promise<Ran> {
  const pack = join(REPOSITORY, "policy");
  const all = ["policy", "check", "-s", stack, "--engine", engine, "--policy-pack", pack, ...args];
  return runProcess(process.execPath, [TIDEGATE, ...all], {
    cwd: project,
    env: {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_BACKEND_URL: `file://${project}`,
      NO_COLOR: "1",
    },
    timeoutMs: 120_000,
  });
}

function reportIn(ran: Ran): JsonReport {
  if (!ran.stdout.startsWith("{")) throw new Error(`no report: ${ran.stdout}${ran.stderr}`);
  return readJsonLines("policy check", ran.stdout).at(-1) as unknown as JsonReport; // its schema says so
}

function violated({ judgements }: JsonReport): string[] {
  return judgements.flatMap(({ rule, resource, outcome }) =>
    outcome === "violated" ? [`${rule} ${resource.name}`] : [],
  );
}

/** What every rule says of every resource, without the engine's own providers. */
function outcomes({ judgements }: JsonReport): string[] {
  return judgements
    .filter(({ resource }) => !resource.type.startsWith("pulumi:"))
    .map(({ rule, resource, outcome }) => `${rule} ${resource.type} ${resource.name} ${outcome}`)
    .toSorted();
}
