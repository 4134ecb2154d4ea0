import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Color } from "../../model/color.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { useAws } from "../support/aws/use-aws.ts";
import type { Ran } from "../support/run-process.ts";

const aws = useAws();
let stack: ProgramStack;

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
  declare("blue");
  await done(["up", "--yes"]);
}, 120_000);
afterAll(() => stack.remove());

const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
/** The least that AWS takes of a gate, so that nobody waits for long. */
const GATE = { passes: 2, within: "10s" };
const declare = (activeColor: Color) => {
  const colors = { blue: release("1.0.0"), green: release("2.0.0") };
  stack.services = { shop: { activeColor, replicas: 2, gate: GATE, ...colors } };
};

const run = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran> => {
  const isRun = ["up", "preview", "refresh", "destroy", "release", "plan", "rollback"].includes(args[0] ?? "");
  return stack.tidegate([...args, ...(isRun ? ["--engine", "embedded"] : [])], env);
};
/** {@link run} of what must succeed; returns what it printed. */
const done = async (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> => {
  const ran = await run(args, env);
  expect(ran.exitCode, ran.stderr + ran.stdout).toBe(0);
  return ran.stdout;
};
const result = async (args: readonly string[]): Promise<Record<string, unknown>> => {
  const lines = (await done([...args, "--json"])).trim().split("\n");
  return JSON.parse(lines.at(-1) ?? "") as Record<string, unknown>; // the last line is the result
};

describe("the commands on a stack on AWS", () => {
  it("tell which color serves, by the real rule, tasks and targets", async () => {
    const text = await done(["status"]);
    expect(text).toContain("dev on AWS eu-central-1  environment ");
    expect(text).toContain("load balancer  running");
    expect(text).toContain("shop  blue serves 1.0.0\n  rule   blue 100, green 0\n");
    expect(text).toContain("blue   active  1.0.0 sealed  2 of 2 tasks run, 2 of 2 targets healthy");
    expect(text).toContain("green  idle    2.0.0   2 of 2 tasks run, 2 of 2 targets healthy");
    expect(text).toContain("Declared and running state agree.");
    expect(await result(["status"])).toMatchObject({
      ...{ platform: "aws", host: "AWS eu-central-1", asDeclared: true, lease: null, differences: [] },
      services: { shop: { active: ["blue"], rule: { blue: 100, green: 0, others: 0 }, hold: null } },
    });
  });

  it("say what is not as declared, or not well", async () => {
    declare("green");
    expect(await done(["status"])).toContain("! shop: blue serves, declared is green.");
    declare("blue");
  });

  it("tell what the ledger says", async () => {
    expect(await done(["history"])).toContain("1.0.0");
    expect(await done(["show", "shop@1.0.0"])).toContain("1.0.0");
    expect(await done(["ledger", "verify"])).toContain("The ledger of dev is what was written: 2 entries.");
    expect((await done(["ledger", "export"])).trim().split("\n")).toHaveLength(3);
    expect(await result(["report"])).toMatchObject({ command: "report", stack: "dev" });
  });

  it("print the outputs of the last run", async () => {
    expect(await result(["output"])).toMatchObject({ outputs: { services: { shop: { activeColor: "blue" } } } });
  });
});
