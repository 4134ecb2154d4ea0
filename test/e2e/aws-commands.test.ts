import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { logGroupName } from "../../model/aws/names.ts";
import type { Color } from "../../model/color.ts";
import { AWS_OVERTAKE_FAIL_POINTS } from "../../platforms/aws/control/fail-points.ts";
import { AWS_RULES } from "../../policy/groups/aws.ts";
import type { JsonReport } from "../../policy/report/json.ts";
import { putLines } from "../support/aws/log-lines.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { REPOSITORY } from "../support/repository.ts";
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
  const isRun = ["up", "preview", "refresh", "destroy", "release", "plan", "rollback", "policy"].includes(
    args[0] ?? "",
  );
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

  it("have the policy pack judge what the program makes, by each of its rules for AWS", async () => {
    const check = ["policy", "check", "--policy-pack", join(REPOSITORY, "policy")];
    const report = (await result(check)) as unknown as JsonReport; // its schema says so
    const judged = report.judgements.filter(({ rule }) => rule.startsWith("aws-"));
    const spared = report.notApplicable.filter(({ reason }) => reason.startsWith("The load balancer checks the tasks"));
    expect(spared.map(({ rules }) => Object.keys(rules))).toEqual([["aws-ecs-health-check"]]);
    const rules = ["aws-ecs-health-check", ...judged.map(({ rule }) => rule)];
    expect([...new Set(rules)].toSorted()).toEqual(AWS_RULES.map(({ id }) => id).toSorted());
    const violated = judged.flatMap(({ rule, resource, outcome }) =>
      outcome === "passed" ? [] : [[rule, resource.name]],
    );
    expect(violated).toEqual([["aws-lb-access-logs", "aws"]]); // this stack has no bucket for them, and is one of dev
  });

  it("show in a preview what the rule will say", async () => {
    declare("green");
    const text = await done(["preview"]);
    declare("blue");
    expect(text).toMatch(/update +shop {2}aws:ListenerRule\n +~ blue: 100 → 0\n +~ green: 0 → 100\n/);
    expect(text).toMatch(/update +shop-preview {2}aws:ListenerRule\n +~ blue: 0 → 100\n +~ green: 100 → 0\n/);
  });

  it("print the outputs of the last run", async () => {
    expect(await result(["output"])).toMatchObject({ outputs: { services: { shop: { activeColor: "blue" } } } });
  });

  it("say what the account, the bucket and this machine lack", async () => {
    const ran = await run(["doctor"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stdout).toMatch(/^ok +credentials: arn:aws:/m);
    expect(ran.stdout).toMatch(/^ok +network: vpc-/m);
    expect(ran.stdout).toContain(`put-bucket-versioning --bucket ${stack.aws.bucket}`);
  });

  it("show what the tasks of a color have written", async () => {
    const group = logGroupName(stack.id);
    await putLines(
      group,
      "shop-blue/shop/a",
      [1, 2, 3].map((n) => ({ at: Date.now() - 1_000 + n, text: `line ${n}` })),
    );
    await putLines(group, "shop-green/shop/b", [{ at: Date.now(), text: "of the other color" }]);
    expect(await done(["logs", "shop", "--color", "blue", "--tail", "2"])).toBe(
      "shop-blue  line 2\nshop-blue  line 3\n",
    );
    const edge = await run(["logs", "--edge"]);
    expect(edge.stderr).toContain("--edge: there is none on AWS. `loadBalancer.accessLogs` names the bucket");
  });

  it("have nothing to stop, and nothing to review, where nothing goes on", async () => {
    expect(await done(["abort"])).toContain("so there is nothing to abort. Nothing was changed.");
    expect(await done(["review", "shop", "--reason", "it was needed"])).toBe(
      "shop: no review is awaited. Nothing was changed.\n",
    );
  });

  it("refuse what only Docker hosts can do, in a sentence", async () => {
    const ran = await run(["prune", "--yes"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("prune: is for Docker hosts, and dev is on AWS. ECS removes what has stopped;");
  });

  it("hold the lease during a run, and wait for nobody who holds it", async () => {
    const lease = await stack.store.lease({ by: "jane@laptop", command: "tidegate up -s dev" });
    expect(await done(["status"])).toContain("lease held by jane@laptop since ");
    declare("green");
    const ran = await run(["up", "--yes", "--skip-preview"]);
    expect(ran.exitCode, ran.stderr).toBe(6);
    expect(ran.stderr).toContain("jane@laptop has held this environment since");
    await lease.release();
  });

  it("move traffic by one run, which leaves the lease to the next", async () => {
    const text = await done(["up", "--yes"]);
    expect(text).toMatch(/shop: traffic moved blue → green, switched in \d+ ms/);
    expect(await stack.store.leaseHolder()).toBeNull();
    expect(await stack.weights()).toMatchObject({ public: { blue: 0, green: 100 } });
    expect(await result(["up", "--yes"])).toMatchObject({ changes: { same: expect.any(Number) as number } });
  });

  it.each(AWS_OVERTAKE_FAIL_POINTS)("leave traffic where it is where a rollback dies at %s", async (point) => {
    const ran = await run(["rollback", "shop"], { TIDEGATE_FAIL_POINT: point });
    expect(ran.signal).toBe("SIGKILL");
    expect(await stack.weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  });

  it("go back at once, although a run holds the lease, and have file and state say so", async () => {
    const lease = await stack.store.lease({ by: "jane@laptop", command: "tidegate up -s dev" });
    const text = await done(["rollback", "shop"]);
    expect(text).toMatch(/^shop: traffic moved green → blue \(version 1\.0\.0\), switched in \d+ ms\n/);
    expect(text).toContain("Pulumi.dev.yaml says activeColor: blue.");
    expect(await lease.lost).toContain("has taken this environment over since this run began");
    expect(stack.declaredIn("shop")).toMatchObject({ activeColor: "blue" });
    declare("blue");
    const { observed, ...status } = await result(["status"]);
    expect(observed).toBeDefined();
    expect(status).toMatchObject({ asDeclared: true, services: { shop: { hold: { version: "2.0.0" } } } });
    expect(await stack.up()).toEqual([]);
  });

  it("refuse what was rolled back until somebody clears that", async () => {
    declare("green");
    const ran = await run(["preview"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("2.0.0");
    expect(await done(["hold", "clear", "shop", "--reason", "the fault was elsewhere"])).toContain(
      "shop: version 2.0.0 may serve again.",
    );
    expect(await done(["preview"])).toContain("shop");
  });

  it("go by a snapshot where nobody may look", async () => {
    const file = join(stack.dir, "status.json");
    writeFileSync(file, await done(["status", "--json"]));
    aws().proxy.trouble("elasticloadbalancing:DescribeRules", { status: 403, code: "AccessDenied" }, 20);
    const ran = await run(["preview"], { TIDEGATE_OBSERVED: file });
    aws().proxy.clear();
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr + ran.stdout).toContain("shop: traffic moves blue → green after 2 replicas pass");
  });

  it("take a build to the idle color and the traffic to it", async () => {
    declare("blue");
    const image = `registry.test/shop:3.0.0@sha256:${"3".repeat(64)}`;
    expect(await done(["plan", "shop", "--image", image])).toContain("shop: release 3.0.0 to green");
    expect(await result(["release", "shop", "--image", image, "--yes"])).toMatchObject({
      ...{ outcome: "verified", from: "blue", to: "green", version: "3.0.0" },
    });
    expect(stack.declaredIn("shop")).toMatchObject({ activeColor: "green", green: { version: "3.0.0" } });
    expect(await stack.weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  });

  it("remove everything but what is remembered, and say where that is", async () => {
    const ran = await run(["destroy", "--yes"]);
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).toContain(
      `kept: the ledger and what is remembered, below ${stack.id.project}/dev/ in the bucket`,
    );
  });
});
