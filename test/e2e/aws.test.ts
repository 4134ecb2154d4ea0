import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEmbeddedEngine } from "../../engine/embedded/index.ts";
import type { EngineEvent } from "../../engine/events.ts";
import type { Color } from "../../model/color.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { askByJson } from "../support/aws/ask.ts";
import { changesOf, ProgramStack } from "../support/aws/program-stack.ts";
import { BROKEN } from "../support/aws/provider/ecs.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { TIDEGATE } from "../support/repository.ts";
import { sampled, SEED } from "../support/soak.ts";
import { runProcess } from "../support/run-process.ts";

const ON_BLUE = { public: { blue: 100, green: 0 }, preview: { blue: 0, green: 100 } };
const ON_GREEN = { public: { blue: 0, green: 100 }, preview: { blue: 100, green: 0 } };
/** All that a switch changes. */
const SWITCH = [
  ...["update Command shop-cutover", "update ListenerRule shop", "update ListenerRule shop-preview"],
  "update BlueGreenService shop",
].toSorted();

const aws = useAws();
let stack: ProgramStack;

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
  await stack.setSecret("shop", "TOKEN", "a-token-of-the-tests");
});
afterAll(() => stack.remove());

const release = (version: string, image = version) => ({
  ...{ version, image: `registry.test/shop:${image}`, secrets: ["TOKEN"] },
});
/** The least that AWS takes of a gate, so that nobody waits for long. */
const GATE = { passes: 2, within: "10s" };
const declare = (activeColor: Color, colors: object) => {
  stack.services = { shop: { activeColor, gate: GATE, ...colors } };
};
const BOTH = { blue: release("1.0.0"), green: release("2.0.0") };

const entries = async () =>
  (await stack.store.ledger.read()).lines.map((line) => {
    const { kind, purpose } = JSON.parse(line) as { kind: string; purpose?: string }; // entries that we wrote
    return [kind, purpose].filter((part) => part !== undefined).join(" ");
  });
const tidegate = (...args: string[]) =>
  runProcess(process.execPath, [TIDEGATE, ...args, "-s", stack.id.stack], {
    ...{ cwd: stack.dir, env: process.env, timeoutMs: 60_000 },
  });
const look = () => lookAt(aws().clients, stack.id, stack.aws);
const record = async () => (await stack.store.records.read("shop"))?.record;
const said = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : [])).join("\n");

describe("the program on AWS", () => {
  it("brings a first release up, whose rule is made after its gate", async () => {
    declare("blue", { blue: BOTH.blue });
    const changes = await stack.up();
    expect(changes).toEqual(expect.arrayContaining(["create Command shop-cutover", "create ListenerRule shop"]));
    expect(await stack.weights()).toEqual({ public: { blue: 100, green: 0 }, preview: null });
    expect(await record()).toMatchObject({ active: "blue", purpose: "release" });
    expect(await entries()).toEqual(["switch release", "verified"]);
    const kept = await askByJson("secretsmanager", "secretsmanager.ListSecrets", {});
    expect(kept["SecretList"]).toMatchObject([{ Name: expect.stringMatching(/-dev-shop-blue-secrets-/) as string }]);
  });

  it("changes nothing in a second run", async () => {
    expect(await stack.up()).toEqual([]);
  });

  it("stages another color without a word to the public", async () => {
    declare("blue", BOTH);
    const changes = await stack.up();
    expect(changes).toContain("create ListenerRule shop-preview");
    expect(changes).not.toContain("update Command shop-cutover");
    expect(await stack.weights()).toEqual(ON_BLUE);
  });

  it("moves all traffic by two weights, and knows afterwards that it did", async () => {
    const before = await record();
    declare("green", BOTH);
    expect(await stack.up()).toEqual(SWITCH);
    expect(await stack.weights()).toEqual(ON_GREEN);
    expect(await record()).toMatchObject({ active: "green", generation: (before?.generation ?? 0) + 1 });
    expect(await entries()).toEqual(["switch release", "verified", "switch release", "verified"]);
    expect(await stack.up()).toEqual([]);
  });

  it("sees in a preview that the rule was moved by hand, and puts it back", async () => {
    const { rules, pools } = (await look()).aws;
    const groupOf = (color: Color) => pools.find((pool) => pool.color === color)?.group ?? "";
    const TargetGroups = [
      { TargetGroupArn: groupOf("blue"), Weight: 1 },
      { TargetGroupArn: groupOf("green"), Weight: 0 },
    ];
    const Actions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
    await aws().clients.elb.modifyRule({ RuleArn: rules[0]?.arn, Actions });
    const { events } = await stack.run("preview");
    expect(said(events)).toContain("shop: traffic is put back from blue to green after 2 replicas pass");
    expect(changesOf(events)).toContain("update Command shop-cutover");
    await stack.up();
    expect(await stack.weights()).toEqual(ON_GREEN);
    expect(await stack.up()).toEqual([]);
  });

  it("goes back by `tidegate rollback` without an engine, and the next run finds it so", async () => {
    const ran = await tidegate("rollback", "shop", "--traffic-only");
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toMatch(
      /^shop: traffic moved green → blue \(version 1\.0\.0\), switched in \d+ ms\n[^]*\nledger: entry \d+, /,
    );
    expect(ran.stdout).toContain("set activeColor of shop to blue in Pulumi.dev.yaml, then run `tidegate up -s dev`.");
    expect(await stack.weights()).toEqual(ON_BLUE);
    expect(await record()).toMatchObject({ active: "blue", hold: { version: "2.0.0" } });
    const { error } = await stack.run("up");
    expect(String(error)).toContain("2.0.0");
    expect(await stack.weights()).toEqual(ON_BLUE);
    declare("blue", BOTH);
    expect(await stack.up()).toEqual(SWITCH);
    expect(await stack.weights()).toEqual(ON_BLUE);
    expect(await stack.up()).toEqual([]);
  });

  it("keeps a rule as it is when the gate is red, and says why", async () => {
    declare("green", { ...BOTH, green: release("3.0.0", BROKEN) });
    const { events, error } = await stack.run("up");
    expect(String(error)).toContain("green (version 3.0.0) did not pass the gate within 10s");
    expect(String(error)).toContain("0 of 2 targets healthy");
    expect(changesOf(events).filter((change) => change.includes("ListenerRule shop"))).toEqual([]);
    expect(await stack.weights()).toEqual(ON_BLUE);
    expect((await entries()).at(-1)).toBe("refused");
    expect(await record()).toMatchObject({ active: "blue" });
  });

  it.each(sampled(["aws:after-gate", "aws:after-record", "aws:after-rule", "aws:after-test-rule", "aws:after-verify"]))(
    `brings to its end what was killed at %s (seed ${SEED})`,
    async (point) => {
      const from = (await record())?.active;
      const to = from === "green" ? "blue" : "green";
      declare(to, { ...BOTH, green: release("4.0.0") });
      vi.stubEnv("TIDEGATE_FAIL_POINT", point);
      const { error } = await stack.run("up");
      vi.stubEnv("TIDEGATE_FAIL_POINT", undefined);
      expect(error).toBeDefined();
      await stack.up();
      expect(await stack.weights()).toEqual(to === "green" ? ON_GREEN : ON_BLUE);
      expect(await record()).toMatchObject({ active: to });
      expect((await entries()).slice(-2)).toEqual([expect.stringMatching(/^switch /), "verified"]);
      expect(await stack.up()).toEqual([]);
    },
  );

  it("makes a rule again that was deleted by hand, with a refresh", async () => {
    const { rules } = (await look()).aws;
    const there = await stack.weights();
    await aws().clients.elb.deleteRule({ RuleArn: rules[0]?.arn });
    const { events } = await stack.run("preview");
    expect(said(events)).toContain("shop: has no rule on the listener");
    expect(await stack.up({ refresh: true })).toContain("create ListenerRule shop");
    expect(await stack.weights()).toEqual(there);
    expect(await stack.up()).toEqual([]);
  });

  it("leaves nothing behind but the ledger, and a record that nobody serves", async () => {
    const { error } = await stack.run("destroy");
    expect(error).toBeUndefined();
    const { aws: left, observed } = await look();
    expect(left).toMatchObject({ rules: [], testRules: [], pools: [] });
    expect(observed.hosts[0]?.environment).toBeNull();
    const { elb, ecs } = aws().clients;
    expect((await elb.describeLoadBalancers({})).LoadBalancers).toEqual([]);
    expect((await elb.describeTargetGroups({})).TargetGroups).toEqual([]);
    expect(await askByJson("secretsmanager", "secretsmanager.ListSecrets", {})).toMatchObject({ SecretList: [] });
    expect((await ecs.listTaskDefinitions({ status: "ACTIVE" })).taskDefinitionArns).toEqual([]);
    expect(await record()).toMatchObject({ active: null, generation: 0, sealed: { blue: null, green: null } });
    expect((await entries()).at(-1)).toBe("verified");
  });

  it("is refused by the embedded engine as it is shipped, which names who can do it", async () => {
    const engine = await createEmbeddedEngine({ projectDir: stack.dir, ...stack.id });
    const events: EngineEvent[] = [];
    const run = engine.preview({ onEvent: (event) => void events.push(event) });
    await expect(run).rejects.toThrow(/the package `aws` is not supported by the embedded engine\. Use the Pulumi CLI/);
  });
});
