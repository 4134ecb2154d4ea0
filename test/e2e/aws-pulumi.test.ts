import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Color } from "../../model/color.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { enginesPresent } from "../support/engines.ts";
import { REPOSITORY, TIDEGATE } from "../support/repository.ts";
import { runProcess, type Ran } from "../support/run-process.ts";

const aws = useAws();
let stack: ProgramStack;
let env: NodeJS.ProcessEnv;

/** A project whose Pulumi CLI finds the stand-in for the plugin of AWS on PATH, before any that it would fetch. */
async function createStack(): Promise<void> {
  stack = await ProgramStack.create(aws().clients);
  const [bin, backend] = ["bin", ".backend"].map((name) => join(stack.dir, name));
  for (const folder of [bin, backend]) mkdirSync(folder ?? "", { recursive: true });
  const plugin = join(REPOSITORY, "test", "support", "aws", "provider", "plugin.ts");
  const script = `#!/bin/sh\nexec '${process.execPath}' '${plugin}' "$@"\n`;
  writeFileSync(join(bin ?? "", "pulumi-resource-aws"), script, { mode: 0o755 });
  env = {
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
    PULUMI_BACKEND_URL: `file://${backend}`,
  };
}

const declare = (activeColor: Color) => {
  const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
  const colors = { blue: release("1.0.0"), green: release("2.0.0") };
  stack.services = { shop: { activeColor, gate: { passes: 2, within: "10s" }, ...colors } };
};
/** Runs the command line as it is shipped; it must succeed. */
const tidegate = async (...args: string[]): Promise<string> => said(await stack.tidegate(args, env, TIDEGATE));
const said = (ran: Ran): string => {
  expect(ran.exitCode, ran.stderr + ran.stdout).toBe(0);
  return ran.stdout;
};

describe.runIf(enginesPresent().includes("pulumi"))("a stack on AWS with the Pulumi CLI", () => {
  beforeAll(createStack);
  afterAll(() => stack.remove());

  it("is brought up by `tidegate up`, and a second one changes nothing", async () => {
    declare("blue");
    await tidegate("up", "--yes");
    expect(await stack.weights()).toMatchObject({ public: { blue: 100, green: 0 } });
    const again = JSON.parse((await tidegate("up", "--yes", "--json")).trim().split("\n").at(-1) ?? "") as object;
    expect(again).toMatchObject({ ok: true, engine: "pulumi", changes: { same: expect.any(Number) as number } });
    expect(Object.keys((again as { changes: object }).changes)).toEqual(["same"]); // the result of a run
  }, 300_000);

  it("moves traffic by a plain `pulumi up`, unless somebody holds the lease", async () => {
    declare("green");
    const lease = await stack.store.lease({ by: "jane@laptop", command: "tidegate up -s dev" });
    const up = ["up", "--yes", "--skip-preview", "--non-interactive", "-s", "dev"];
    await tidegate("status"); // writes the stack's file
    const run = () =>
      runProcess("pulumi", up, { cwd: stack.dir, env: { ...process.env, ...env, PWD: stack.dir }, timeoutMs: 200_000 });
    const refused = await run();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("jane@laptop has held this environment since");
    expect(await stack.weights()).toMatchObject({ public: { blue: 100, green: 0 } });
    await lease.release();
    said(await run());
    expect(await stack.weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  }, 300_000);

  it("goes back by `tidegate rollback`, which has file and state say so", async () => {
    expect(await tidegate("rollback", "shop")).toContain("Pulumi.dev.yaml says activeColor: blue.");
    declare("blue");
    expect(await tidegate("status")).toContain("Declared and running state agree.");
    expect(await tidegate("output")).toContain("activeColor");
  }, 300_000);

  it("is taken away by `tidegate destroy`", async () => {
    await tidegate("destroy", "--yes");
    expect(await stack.weights()).toEqual({ public: null, preview: null });
  }, 300_000);
});
