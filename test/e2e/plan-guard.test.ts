import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EXIT } from "../../model/errors.ts";
import type { PolicyReport } from "../../policy/report/report.ts";
import { SETTINGS_FILE } from "../../policy/settings.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, Environment, type StackConfig } from "../support/environment.ts";
import { leftOf } from "../support/remove-all.ts";
import { REPOSITORY } from "../support/repository.ts";
import { useEnvironment } from "../support/use-environment.ts";

const WITH_NOTES = join(REPOSITORY, "test", "fixtures", "kept-notes", "index.ts");

const UNTRIED =
  "tidegate:services.shop.route.path: must be as in stg: differs from what is in Pulumi.stg.yaml. Try it in staging first.";
const LOST = "name: the volume notes would be deleted. Keep it, or remove it by hand once it is empty.";

describe.each(enginesPresent())("the plan of a run, with the %s engine,", (engine) => {
  let prod: Environment;

  beforeAll(async () => {
    prod = await createEnvironment(engine, "prod");
    const stg = new Environment(engine, { ...prod.id, stack: "stg" }, prod.ports, prod.dir);
    copyFileSync(join(REPOSITORY, SETTINGS_FILE), join(prod.dir, SETTINGS_FILE));
    prod.config = { ...shippedConfig(), edge: prod.config["edge"] };
    stg.config = structuredClone(prod.config);
    stg.shop["route"] = { host: "*", path: "/tried" };
    for (const environment of [prod, stg]) environment.write();
  });
  afterAll(() => prod.remove(), 60_000);

  it.each(["preview", "up"] as const)(
    "is refused where production has what staging has not, and nothing is made: %s",
    async (command) => {
      await expectRefused(prod, command, { rule: "promote-unchanged", message: UNTRIED });
      expect(await leftOf(prod.docker, `${prod.id.project}-`)).toEqual([]);
    },
    60_000,
  );

  it("is refused for the same reason, and for no other, by `policy check`", async () => {
    const args = ["policy", "check", "--engine", engine, "--policy-pack", join(REPOSITORY, "policy")];
    const ran = await prod.tidegate(args);
    expect(ran.exitCode, ran.stderr).toBe(EXIT.policy);
    const { verdict, judgements } = JSON.parse(ran.stdout) as PolicyReport; // printed by the command under test
    expect(verdict).toBe("refused");
    expect(judgements.filter(({ outcome }) => outcome === "violated")).toMatchObject([
      { rule: "promote-unchanged", resource: { name: "Pulumi.prod.yaml" }, violations: [{ message: UNTRIED }] },
    ]);
    expect(await leftOf(prod.docker, `${prod.id.project}-`)).toEqual([]);
  }, 60_000);
});

describe.each(enginesPresent().slice(0, 1))("an environment that is up, with the %s engine,", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.config["tier"] = "stg"; // in dev the rule only warns
    created.shop["replicas"] = 1;
    const projectFile = join(created.dir, "Pulumi.yaml");
    const shipped = readFileSync(projectFile, "utf8");
    writeFileSync(projectFile, withProgram(shipped, relative(created.dir, WITH_NOTES)));
    await created.up();
    writeFileSync(projectFile, shipped);
  });

  it("keeps a volume that its program no longer has, and its traffic", async () => {
    const before = await footprint(environment());
    expect(before.left).toContain(`${environment().id.project}-test-notes`);
    await expectRefused(environment(), "up", { rule: "keep-data", message: LOST });
    expect(await footprint(environment())).toEqual(before);
  }, 60_000);
});

async function expectRefused(
  environment: Environment,
  command: "preview" | "up",
  { rule, message }: { rule: string; message: string },
): Promise<void> {
  const { ran, events, report } = await environment.run(command);
  expect(ran.exitCode, ran.stderr).toBe(EXIT.policy);
  expect(events.filter(({ type }) => type === "policy")).toMatchObject([{ rule, level: "mandatory", message }]);
  expect(report).toMatchObject({ ok: false, error: `refused by policy ${rule}: ${message}` });
}

/** What a refusal leaves as it was: what is on the host, the edge's record, and what answers. */
async function footprint(environment: Environment) {
  const answer = await fetch(environment.url);
  const { active, generation } = await environment.record();
  const left = await leftOf(environment.docker, `${environment.id.project}-`);
  return { left: left.toSorted(), active, generation, version: answer.headers.get("x-version") };
}

/** A project file, for a program in another folder: the shipped one names what to preload from where it lies itself. */
function withProgram(projectFile: string, main: string): string {
  const project = parse(projectFile) as object; // written by the environment
  return stringify({ ...project, runtime: { name: "nodejs", options: { typescript: false } }, main });
}

/** The shipped production, as a test's config. */
function shippedConfig(): StackConfig {
  const text = readFileSync(join(REPOSITORY, "Pulumi.prod.yaml"), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> }; // our own
  const entries = Object.entries(config).map(([key, value]) => [key.replace(/^tidegate:/, ""), value]);
  return Object.fromEntries(entries) as StackConfig;
}
